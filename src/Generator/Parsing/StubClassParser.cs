using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of what is generated into one containing type.</summary>
internal static class StubClassParser
{
    /// <summary>
    /// The model of a type with marked methods. It is made for one of the type's declarations only, so that there is one model for each type.
    /// </summary>
    /// <param name="declaration">A declaration of a type, of one whose members have attributes.</param>
    /// <param name="compilation">The compilation that it is in.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static StubClassModel? Parse(TypeDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken) =>
        ModelCache<StubClassModel>.GetOrParse(declaration, compilation, () => ParseNew(declaration, compilation, cancellationToken));

    private static StubClassModel? ParseNew(TypeDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!MarkingNames.MayBeMarked(declaration, compilation)
            || compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not { IsExtension: false } type
            || KnownSymbols.For(compilation) is not { } known
            || StubClassShape.For(type, known) is not { } shape)
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return IsOwner(declaration, shape, known) ? Parse(shape, known, cancellationToken) : null;
    }

    /// <summary>Whether this declaration of the type is the one for which its model is made: the one with the attribute of the first marked method.</summary>
    private static bool IsOwner(TypeDeclarationSyntax declaration, StubClassShape shape, KnownSymbols known)
    {
        IMethodSymbol first = shape.MarkedMethods[0];
        AttributeData? attribute = first.FindAttribute(known.RunInProcessAttribute) ?? first.FindAttribute(known.WorkerStateAttribute) ?? first.FindAttribute(known.WorkerStartupAttribute);
        return attribute?.ApplicationSyntaxReference is { } place && place.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(place.Span);
    }

    private static StubClassModel Parse(StubClassShape shape, KnownSymbols known, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = shape.Type;
        var violations = new List<RuleViolation>(shape.Violations);
        var methods = new List<MethodModel>();
        var types = new TypeModelBuilder(known.Compilation, type);
        foreach (MethodShape method in shape.Methods)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MethodParser.TryParse(method, shape.GetStubAccessibility(method.Method), known, types, out RuleViolation? violation) is { } model)
            {
                methods.Add(model);
            }
            else
            {
                violations.Add(violation!);
            }
        }

        HolderModel place = ContainingTypeParser.Parse(type);
        return new StubClassModel
        {
            FullName = place.FullName,
            Hash = place.Hash,
            Namespace = place.Namespace,
            Types = place.Types,
            Accessibility = GetKeyword(shape.Accessibility),
            IsReachableInAssembly = ContainingTypeParser.IsReachableInAssembly(shape.Accessibility),
            HidesInherited = shape.HidesInherited,
            SeesRuntimeInternals = known.SeesRuntimeInternals,
            IsObsolete = type.WithContainingTypes().Any(t => t.HasAttribute(known.ObsoleteAttribute)),
            Methods = methods.ToImmutableEquatableArray(),
            Skipped = violations.Select(Describe).Distinct().OrderBy(static s => s, StringComparer.Ordinal).ToImmutableEquatableArray(),
        };
    }

    private static string Describe(RuleViolation violation)
    {
        ISymbol symbol = violation.Symbol is IParameterSymbol parameter ? parameter.ContainingSymbol : violation.Symbol;
        string what = symbol is IMethodSymbol method ? $"{MethodIdentity.GetDisplayName(method)} is" : "the marked methods are";
        return $"{violation.RuleId}: {what} not generated: {violation.Reason}.";
    }

    private static string GetKeyword(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.ProtectedOrInternal => "protected internal",
        Accessibility.Internal => "internal",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        _ => "private",
    };
}
