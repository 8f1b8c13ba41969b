using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>
/// PROCGEN024: makes an array of a lazily evaluated sequence inside another type, where it is declared: in the member of a data type or in the signature itself. What is
/// stored there is evaluated where it is stored.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseArrayFix : SignatureFixProvider
{
    /// <summary>Makes the provider.</summary>
    public UseArrayFix() : base("PROCGEN024") { }

    private protected override async Task<SignatureChange?> FindSignatureChangeAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        bool isMember = diagnostic.Properties.TryGetValue("Member", out string? member);
        Location place = isMember ? diagnostic.AdditionalLocations[0] : diagnostic.Location;
        if (project.Solution.FindDocument(place) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || FindType(root.FindNode(place.SourceSpan, getInnermostNodeForTie: true), isMember) is not { } type)
        {
            return null;
        }

        // On its own a sequence streams, as a parameter or as a result, also behind a task.
        TypeSyntax[] lazy = [.. type.DescendantNodesAndSelf().OfType<NameSyntax>().Where(node => node.Parent is not QualifiedNameSyntax && SequenceType.IsLazy(model.GetSymbolInfo(node, cancellationToken).Symbol))];
        TypeSyntax[] nested = [.. lazy.Where(node => isMember || !SequenceType.Streams(node, type, model, cancellationToken))];
        if (nested.Length == 0)
        {
            return null;
        }

        string title = isMember ? $"Make '{member}' an array" : "Use arrays inside the type";
        var edits = new List<DeclarationChange> { new(document.Id, type.Span, title, "array", node => SequenceType.WithArrays((TypeSyntax)node, type, nested, model)) };
        var users = new List<DocumentId>();

        // What is stored in a sequence of its own has to become an array; deeper ones have to fit as they are.
        ISymbol? symbol = FindSymbol(type, model, cancellationToken);
        if (symbol is not null)
        {
            bool isEvaluated = nested.Contains(type) || (type is NullableTypeSyntax nullable && nested.Contains(nullable.ElementType));
            foreach (SymbolUse use in await FindUsesOfAsync(symbol, project.Solution, cancellationToken).ConfigureAwait(false))
            {
                users.Add(use.Document);
                if (isEvaluated && FindStored(use, symbol, cancellationToken) is { } stored && SequenceType.CanBeSpread(stored, use.Model, cancellationToken))
                {
                    edits.Add(new DeclarationChange(use.Document, stored.Span, title, "array", Spread));
                }
            }

            if (isEvaluated && FindInitializer(type) is { } initializer && SequenceType.CanBeSpread(initializer, model, cancellationToken))
            {
                edits.Add(new DeclarationChange(document.Id, initializer.Span, title, "array", Spread));
            }
        }

        return new SignatureChange(edits, users);
    }

    private static TypeSyntax? FindType(SyntaxNode node, bool isMember) => isMember
        ? Places.FindMember(node) switch
        {
            FieldDeclarationSyntax field => field.Declaration.Type,
            PropertyDeclarationSyntax property => property.Type,
            ParameterSyntax parameter => parameter.Type,
            _ => null,
        }
        : node is ParameterSyntax ofMethod ? ofMethod.Type : node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType;

    private static ISymbol? FindSymbol(TypeSyntax type, SemanticModel model, CancellationToken cancellationToken) => type.Parent switch
    {
        ParameterSyntax parameter => model.GetDeclaredSymbol(parameter, cancellationToken),
        PropertyDeclarationSyntax property => model.GetDeclaredSymbol(property, cancellationToken),
        VariableDeclarationSyntax { Variables: [var variable] } => model.GetDeclaredSymbol(variable, cancellationToken),
        MethodDeclarationSyntax method => model.GetDeclaredSymbol(method, cancellationToken),
        _ => null,
    };

    /// <summary>The uses of a member or method; of a parameter, the calls of what it belongs to, and of the property that a record makes of it.</summary>
    private static async Task<IReadOnlyList<SymbolUse>> FindUsesOfAsync(ISymbol symbol, Solution solution, CancellationToken cancellationToken)
    {
        if (symbol is not IParameterSymbol parameter)
        {
            return await FindUsesAsync(symbol, solution, cancellationToken).ConfigureAwait(false);
        }

        var uses = new List<SymbolUse>(await FindUsesAsync(parameter.ContainingSymbol, solution, cancellationToken).ConfigureAwait(false));
        if (parameter.ContainingType.IsRecord && parameter.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
        {
            uses.AddRange(await FindUsesAsync(property, solution, cancellationToken).ConfigureAwait(false));
        }

        return uses;
    }

    /// <summary>What a use stores: the right side of an assignment, or the argument for a parameter.</summary>
    private static ExpressionSyntax? FindStored(SymbolUse use, ISymbol symbol, CancellationToken cancellationToken)
    {
        ExpressionSyntax? target = use.Node.Parent is MemberAccessExpressionSyntax access && access.Name == use.Node ? access : use.Node as ExpressionSyntax;
        return target?.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target ? assignment.Right
            : symbol is IParameterSymbol parameter ? FindArgument(use.Node, parameter, use.Model, cancellationToken)?.Expression
            : null;
    }

    private static ExpressionSyntax? FindInitializer(TypeSyntax type) => type.Parent switch
    {
        PropertyDeclarationSyntax property => property.Initializer?.Value,
        VariableDeclarationSyntax { Variables: [{ Initializer: { } initializer }] } => initializer.Value,
        _ => null,
    };

    // An argument and its expression have one place.
    private static SyntaxNode Spread(SyntaxNode node) => node is ArgumentSyntax argument
        ? argument.WithExpression(Evaluated(argument.Expression))
        : Evaluated((ExpressionSyntax)node);

    private static ExpressionSyntax Evaluated(ExpressionSyntax expression) =>
        SyntaxFactory.ParseExpression($"[.. {expression.WithoutTrivia()}]").WithTriviaFrom(expression);
}
