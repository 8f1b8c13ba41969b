using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Corpus.Checks;

/// <summary>
/// Generator and analyzers decide by the same functions, so each marked method either has a stub or an error that says why not. Anything else is a method that
/// vanishes without a word, or a report about code that works.
/// </summary>
internal static class Agreement
{
    // Errors about code that is generated all the same.
    private static readonly string[] s_errorsThatGenerate = ["PROCGEN023", "PROCGEN066"];

    public static IReadOnlyList<string> FindDisagreements(CSharpCompilation output, GeneratorRunResult generated, IEnumerable<Diagnostic> reports)
    {
        HashSet<SyntaxTree> generatedTrees = [.. generated.GeneratedSources.Select(file => file.SyntaxTree)];
        ILookup<SyntaxTree?, Diagnostic> errors = reports
            .Where(report => report.Severity == DiagnosticSeverity.Error && !s_errorsThatGenerate.Contains(report.Id))
            .ToLookup(report => report.Location.SourceTree);

        var found = new List<string>();
        foreach (SyntaxTree tree in output.SyntaxTrees.Where(tree => !generatedTrees.Contains(tree)))
        {
            SemanticModel model = output.GetSemanticModel(tree);
            Diagnostic[] here = [.. errors[tree]];
            foreach (MethodDeclarationSyntax declaration in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                if (model.GetDeclaredSymbol(declaration) is not { } method || !method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(RunInProcessAttribute)))
                {
                    continue;
                }

                // The body of a process is started by its type and has no stub.
                if (IsProcess(method.ContainingType))
                {
                    continue;
                }

                // What concerns a type is reported at one of its parts.
                bool hasStub = HasStub(method);
                IEnumerable<Diagnostic> nearby = method.ContainingType.Locations.Select(location => location.SourceTree).Distinct().SelectMany(part => part == tree ? here : errors[part]);
                if (hasStub == IsReported(declaration, method, nearby))
                {
                    FileLinePositionSpan place = declaration.Identifier.GetLocation().GetLineSpan();
                    found.Add($"{place.Path}({place.StartLinePosition.Line + 1}): {method.ToDisplayString()} {(hasStub ? "is generated, and reported" : "has no stub, and no report")}");
                }
            }
        }

        return found;
    }

    private static bool IsProcess(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.ToDisplayString() == typeof(WorkerProcess).FullName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is a stub of a method, which takes the object first.</summary>
    public static bool HasStub(IMethodSymbol method)
    {
        IEnumerable<ITypeSymbol> types = method.Parameters.Select(parameter => parameter.Type);
        if (!method.IsStatic)
        {
            types = types.Prepend(method.ContainingType);
        }

        return method.ContainingType.GetTypeMembers("InProcess").SelectMany(stubs => stubs.GetMembers(method.Name)).OfType<IMethodSymbol>()
            .Any(stub => !method.IsGenericMethod && stub.Parameters.Select(parameter => parameter.Type).SequenceEqual(types, SymbolEqualityComparer.Default));
    }

    private static bool IsAboutCrossing(Diagnostic error) => string.CompareOrdinal(error.Id, "PROCGEN020") >= 0;

    private static bool IsReported(MethodDeclarationSyntax declaration, IMethodSymbol method, IEnumerable<Diagnostic> errors)
    {
        foreach (Diagnostic error in errors)
        {
            // In the signature of the method, at the name of a type around it, or, for its receiver, at another instance method of the type.
            SyntaxNode node = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan);
            if ((error.Location.SourceTree == declaration.SyntaxTree && declaration.Span.Contains(error.Location.SourceSpan))
                || (node is TypeDeclarationSyntax type && declaration.Ancestors().OfType<TypeDeclarationSyntax>().Any(around => around.Identifier.Text == type.Identifier.Text))
                || (!method.IsStatic && IsAboutCrossing(error) && node is MethodDeclarationSyntax other && other.Parent is TypeDeclarationSyntax owner && owner.Identifier.Text == method.ContainingType.Name
                    && other.Identifier.Span == error.Location.SourceSpan && !other.Modifiers.Any(SyntaxKind.StaticKeyword)))
            {
                return true;
            }
        }

        return false;
    }
}
