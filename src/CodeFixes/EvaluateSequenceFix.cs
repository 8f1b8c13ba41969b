using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes;

/// <summary>PROCGEN025: evaluates a sequence where it enters the object that crosses, with <c>ToArray()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class EvaluateSequenceFix : DocumentFixProvider
{
    private const string Linq = "System.Linq";

    /// <summary>Makes the provider.</summary>
    public EvaluateSequenceFix() : base("PROCGEN025") { }

    private protected override string Title => "Evaluate the sequence with ToArray()";

    private protected override async Task<Document?> FixAsync(Document document, ImmutableArray<Location> places, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not CompilationUnitSyntax root)
        {
            return null;
        }

        ExpressionSyntax[] sequences =
        [
            .. places.Select(place => root.FindNode(place.SourceSpan, getInnermostNodeForTie: true)).OfType<ExpressionSyntax>()
                .Where(sequence => CanBeArray(sequence, model, cancellationToken)).Distinct(),
        ];
        if (sequences.Length == 0)
        {
            return null;
        }

        bool isImported = sequences.All(sequence => !model.LookupNamespacesAndTypes(sequence.SpanStart, name: "Enumerable")
            .All(static type => type.ContainingNamespace?.ToDisplayString() != Linq));
        CompilationUnitSyntax changed = root.ReplaceNodes(sequences, static (_, sequence) => Evaluate(sequence));
        return document.WithSyntaxRoot(isImported ? changed : AddImport(changed));
    }

    /// <summary>Whether an array of the items may stand where the sequence stands.</summary>
    private static bool CanBeArray(ExpressionSyntax sequence, SemanticModel model, CancellationToken cancellationToken)
    {
        TypeInfo type = model.GetTypeInfo(sequence, cancellationToken);
        INamedTypeSymbol enumerable = model.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerable_T);
        INamedTypeSymbol? items = type.Type is not INamedTypeSymbol own ? null
            : new[] { own }.Concat(own.AllInterfaces).FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, enumerable));
        return items is not null
            && type.ConvertedType is { } converted
            && model.Compilation.ClassifyConversion(model.Compilation.CreateArrayTypeSymbol(items.TypeArguments[0]), converted) is { IsImplicit: true };
    }

    private static ExpressionSyntax Evaluate(ExpressionSyntax sequence)
    {
        ExpressionSyntax source = sequence.WithoutTrivia();
        if (source is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax))
        {
            source = SyntaxFactory.ParenthesizedExpression(source);
        }

        return SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, source, SyntaxFactory.IdentifierName("ToArray")))
            .WithTriviaFrom(sequence);
    }

    private static CompilationUnitSyntax AddImport(CompilationUnitSyntax root)
    {
        UsingDirectiveSyntax[] existing = [.. root.Usings.Where(static directive => directive is { StaticKeyword.RawKind: 0, Alias: null, GlobalKeyword.RawKind: 0 })];
        SyntaxTrivia endOfLine = root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (!endOfLine.IsKind(SyntaxKind.EndOfLineTrivia))
        {
            endOfLine = SyntaxFactory.ElasticCarriageReturnLineFeed;
        }

        UsingDirectiveSyntax directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Linq))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(endOfLine);

        // In order, System first; what stands above the first directive, a licence for instance, stays above.
        UsingDirectiveSyntax? before = existing.LastOrDefault(static other =>
            other.Name?.ToString() is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) && string.CompareOrdinal(name, Linq) < 0);
        if (before is not null)
        {
            return root.WithUsings(root.Usings.Insert(root.Usings.IndexOf(before) + 1, directive));
        }

        SyntaxTriviaList leading = root.GetLeadingTrivia();
        if (root.Usings.Count == 0)
        {
            return root.WithoutLeadingTrivia().AddUsings(directive.WithTrailingTrivia(endOfLine, endOfLine).WithLeadingTrivia(leading));
        }

        UsingDirectiveSyntax first = root.Usings[0];
        return root.WithUsings(root.Usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(leading)));
    }
}
