using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>
/// PROCGEN067: an exception of the user's own is thrown that does not come back whole. Mirrors the runtime's ExceptionFactory: it calls one of the usual public
/// constructors and restores what every exception has; fields of the type stay as that constructor leaves them.
/// </summary>
internal sealed class ExceptionRule() : BodyRule(BodyRules.ExceptionLosesState, BodyRules.ExceptionLosesStateInCalls)
{
    public override IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) => Find(new(root, null, true), index);

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return scope.ReachedFrom(root).Where(reached => reached.LetsExceptionsThrough)
            .SelectMany(reached => reached.Body.Throws.Where(thrown => reached.Chain is null || found.Add(thrown.Type)), (reached, thrown) => Find(thrown, reached.Chain, scope.Index.Known))
            .OfType<Finding>();
    }

    private static IEnumerable<Finding> Find(Reached reached, BodyIndex index) => reached.Body.Throws.Select(thrown => Find(thrown, reached.Chain, index.Known)).OfType<Finding>();

    private static Finding? Find(ThrowSite thrown, CallChain? chain, KnownSymbols known)
    {
        string? loss = !SymbolEqualityComparer.Default.Equals(thrown.Type.ContainingAssembly, known.Compilation.Assembly) || thrown.Type.IsAbstract ? null
            : !HasUsualConstructor(thrown.Type) ? "gets a RemoteException in its place, because it has no public constructor () or (string) or (string, Exception)"
            : LostMembers(thrown, known) is { Count: > 0 } lost ? $"gets it without {string.Join(", ", lost.Select(member => $"'{member}'"))}"
            : null;
        return loss is null ? null : new(thrown.Location, chain, $"throw {thrown.Type.Name}", [thrown.Type.Name, loss], []);
    }

    private static bool HasUsualConstructor(INamedTypeSymbol type) => type.InstanceConstructors.Any(IsUsual);

    private static bool IsUsual(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility == Accessibility.Public
        && constructor.Parameters.Length <= 2
        && (constructor.Parameters.Length < 1 || constructor.Parameters[0].Type.SpecialType == SpecialType.System_String)
        && (constructor.Parameters.Length < 2 || constructor.Parameters[1].Type.IsNamed("System", "Exception"));

    /// <summary>
    /// What is set on the exception and not on the one that the caller gets. One that is thrown as a usual constructor makes it has nothing that the caller's lacks, as long as that
    /// constructor sets nothing that the runtime's choice, the one with the most parameters, leaves alone.
    /// </summary>
    private static IReadOnlyList<string> LostMembers(ThrowSite thrown, KnownSymbols known)
    {
        string[] members = MembersThatAreState(thrown.Type, known);
        return thrown.Constructor is not { } constructor || !IsUsual(constructor) ? members
            : constructor.Parameters.Length == thrown.Type.InstanceConstructors.Where(IsUsual).Max(usual => usual.Parameters.Length) ? []
            : [.. members.Intersect(NamesAssignedIn(constructor))];
    }

    private static IEnumerable<string> NamesAssignedIn(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .Select(assignment => assignment.Left is MemberAccessExpressionSyntax member ? member.Name : assignment.Left).OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText);

    private static string[] MembersThatAreState(INamedTypeSymbol type, KnownSymbols known)
    {
        INamedTypeSymbol? ignore = known.Compilation.GetBestTypeByMetadataName("ProcGen.ProcessIgnoreAttribute");
        var lost = new List<string>();
        for (INamedTypeSymbol? t = type; t is not null && SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, type.ContainingAssembly); t = t.BaseType)
        {
            lost.AddRange(t.GetMembers().OfType<IFieldSymbol>()
                .Where(field => !field.IsStatic && !field.IsConst)
                .Select(field => field.AssociatedSymbol ?? field)
                .Where(member => !member.HasAttribute(ignore) && !IsSetByEveryConstructor(member))
                .Select(member => member.Name));
        }

        return [.. lost];
    }

    /// <summary>Whether a member gets the same value whichever constructor is called: it has an initializer and nobody may set it.</summary>
    private static bool IsSetByEveryConstructor(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
        && member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer is not null,
            PropertyDeclarationSyntax property => property.Initializer is not null,
            _ => false,
        });
}
