using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>A method with parameters that it writes, and the result that carries what it wrote.</summary>
/// <param name="Written">The parameters that it writes, in order.</param>
/// <param name="HasResult">Whether it returns something besides.</param>
/// <param name="IsTruth">Whether that is a truth value, which a condition may ask for.</param>
/// <param name="EndIsReachable">Whether control may come to the end of its block.</param>
internal sealed record WrittenSignature(IReadOnlyList<WrittenParameter> Written, bool HasResult, bool IsTruth, bool EndIsReachable)
{
    /// <summary>The name of the method's own result in the tuple.</summary>
    public const string ResultName = "Result";

    /// <summary>Whether there is only one value, so that no tuple is needed.</summary>
    public bool IsSingle => !HasResult && Written.Count == 1;

    /// <summary>The signature, or null where a result could not carry what is written.</summary>
    public static WrittenSignature? Find(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        // A base, an interface or another part fixes the signature; a task or a lazy sequence inside a tuple would not cross.
        if (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsExtern || method.IsPartialDefinition || method.PartialDefinitionPart is not null
            || method.RefKind != RefKind.None
            || method.ReturnType is { Name: "Task" or "ValueTask" } || SequenceType.IsLazy(method.ReturnType)
            || declaration.AttributeLists.Any(list => list.Target?.Identifier.IsKind(SyntaxKind.ReturnKeyword) == true)
            || (declaration.Body is null && declaration.ExpressionBody is null))
        {
            return null;
        }

        SyntaxNode body = (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody!.Expression;
        DataFlowAnalysis? flow = declaration.Body is not null ? model.AnalyzeDataFlow(declaration.Body) : model.AnalyzeDataFlow(declaration.ExpressionBody!.Expression);
        var written = new List<WrittenParameter>();
        foreach (IParameterSymbol parameter in method.Parameters.Where(p => p.RefKind is RefKind.Out or RefKind.Ref))
        {
            // What is passed on by reference counts as written, too; what is only read is passed by value by the other fix.
            if (flow is { Succeeded: true } && flow.WrittenInside.Contains(parameter, SymbolEqualityComparer.Default))
            {
                ParameterSyntax syntax = declaration.ParameterList.Parameters[parameter.Ordinal];
                written.Add(new WrittenParameter(parameter.Name, parameter.Ordinal, parameter.RefKind == RefKind.Ref, syntax.Type!.WithoutTrivia()));
            }
        }

        // An alias of a parameter would be one of the local that takes its place, which is not what it was.
        bool hasAlias = body.DescendantNodes().OfType<RefExpressionSyntax>().Any(alias => alias.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => written.Any(w => w.Name == name.Identifier.ValueText)));
        bool endIsReachable = declaration.Body is { } block && model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: true };
        return written.Count == 0 || hasAlias || written.Any(w => w.Name == ResultName || w.Type is RefTypeSyntax)
            ? null
            : new WrittenSignature(written, !method.ReturnsVoid, method.ReturnType.SpecialType == SpecialType.System_Boolean, endIsReachable);
    }

    /// <summary>The type of the new result.</summary>
    public TypeSyntax ResultType(TypeSyntax result) => IsSingle
        ? Written[0].Type
        : SyntaxFactory.ParseTypeName("(" + string.Join(", ", (HasResult ? [$"{result.WithoutTrivia()} {ResultName}"] : Array.Empty<string>()).Concat(Written.Select(w => $"{w.Type} {w.Name}"))) + ")");

    /// <summary>The new result: what the method returned, if it returned something, with what it has written.</summary>
    public ExpressionSyntax ResultValue(ExpressionSyntax? result)
    {
        if (IsSingle)
        {
            return SyntaxFactory.IdentifierName(Written[0].Name);
        }

        IEnumerable<ExpressionSyntax> values = Written.Select(w => (ExpressionSyntax)SyntaxFactory.IdentifierName(w.Name));
        return Tuple(result is null ? values : values.Prepend(result.WithoutTrivia()));
    }

    /// <summary>A tuple of expressions.</summary>
    public static TupleExpressionSyntax Tuple(IEnumerable<ExpressionSyntax> values)
    {
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        ArgumentSyntax[] arguments = [.. values.Select(value => SyntaxFactory.Argument(value))];
        return SyntaxFactory.TupleExpression(SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(comma, arguments.Length - 1)));
    }
}

/// <summary>A parameter that a method writes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ordinal">Its position.</param>
/// <param name="IsRead">Whether callers give it a value, too: it stays a parameter then.</param>
/// <param name="Type">Its type as it is written.</param>
internal sealed record WrittenParameter(string Name, int Ordinal, bool IsRead, TypeSyntax Type);
