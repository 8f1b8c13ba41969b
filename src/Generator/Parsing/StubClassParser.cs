using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of what is generated into one containing type.</summary>
internal static class StubClassParser
{
    /// <summary>
    /// The model of the containing type of a marked method. It is made for one of the type's marked methods only, so that there is one model for each type.
    /// </summary>
    /// <param name="context">A method with one of the attributes.</param>
    /// <param name="role">What the attribute makes of it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static StubClassModel? Parse(GeneratorAttributeSyntaxContext context, AttributeRole role, CancellationToken cancellationToken) =>
        ModelCache.GetOrParse(context, role, () => ParseNew(context, role, cancellationToken));

    private static StubClassModel? ParseNew(GeneratorAttributeSyntaxContext context, AttributeRole role, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol { ContainingType: { IsExtension: false } type } method
            || KnownSymbols.For(context.SemanticModel.Compilation) is not { } known
            || StubClassShape.For(type, known) is not { } shape)
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return IsOwner(context, method, role, shape, known) ? Parse(shape, known, cancellationToken) : null;
    }

    /// <summary>Whether this attribute on this method is the one for which the type's model is made.</summary>
    private static bool IsOwner(GeneratorAttributeSyntaxContext context, IMethodSymbol method, AttributeRole role, StubClassShape shape, KnownSymbols known)
    {
        IMethodSymbol owner = shape.MarkedMethods[0];
        if (!SymbolEqualityComparer.Default.Equals(method.PartialDefinitionPart ?? method, owner.PartialDefinitionPart ?? owner))
        {
            return false;
        }

        AttributeRole ownerRole = MethodRules.GetRole(owner, known) switch
        {
            MethodRole.StateFactory => AttributeRole.WorkerState,
            MethodRole.Startup => AttributeRole.WorkerStartup,
            _ => AttributeRole.RunInProcess,
        };

        // Both parts of a partial method may carry the attribute, which is an error of its own.
        return role == ownerRole
            && owner.FindAttribute(context.Attributes[0].AttributeClass)?.ApplicationSyntaxReference is { } first
            && first.SyntaxTree == context.TargetNode.SyntaxTree
            && context.TargetNode.Span.Contains(first.Span);
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
            if (MethodParser.TryParse(method, shape, known, types, out RuleViolation? violation) is { } model)
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
