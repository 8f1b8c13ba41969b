using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Shared.Methods;

/// <summary>
/// What is generated into one containing type: the stub class and the marked methods whose shape is supported, and why the others are left out.
/// Sorted by the methods' names, not by their places, which depend on the order of files.
/// </summary>
internal sealed class StubClassShape
{
    private StubClassShape(INamedTypeSymbol type) => Type = type;

    /// <summary>The containing type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>Every marked method of the type in order of its id, the refused ones included. Never empty.</summary>
    public ImmutableArray<IMethodSymbol> MarkedMethods { get; private set; }

    /// <summary>The methods that are generated.</summary>
    public ImmutableArray<MethodShape> Methods { get; private set; } = [];

    public ImmutableArray<RuleViolation> Violations { get; private set; } = [];

    /// <summary>The accessibility of the stub class: that of the most accessible stub.</summary>
    public Accessibility Accessibility { get; private set; } = Accessibility.Private;

    /// <summary>Whether a base class has a stub class, too, which this one hides.</summary>
    public bool HidesInherited { get; private set; }

    /// <summary>Analyses a type, or gives what was found out before in the same compilation.</summary>
    /// <returns>The shape; null if no method of the type is marked.</returns>
    public static StubClassShape? For(INamedTypeSymbol type, KnownSymbols known) => known.StubClasses.GetOrAdd(type, t => Analyze(t, known));

    /// <summary>The accessibility of a method's stub inside the stub class.</summary>
    /// <remarks>
    /// As accessible as the class where the method is; else internal, the only narrower one that a static class can have and the containing type can reach.
    /// </remarks>
    public Accessibility GetStubAccessibility(IMethodSymbol method) =>
        Rank(method.DeclaredAccessibility) == Rank(Accessibility) || (Accessibility == Accessibility.ProtectedOrInternal && method.DeclaredAccessibility == Accessibility.Protected)
            ? Accessibility.Public
            : Accessibility.Internal;

    private static StubClassShape? Analyze(INamedTypeSymbol type, KnownSymbols known)
    {
        IMethodSymbol[] marked = [.. type.GetMembers().OfType<IMethodSymbol>().Where(m => !m.IsImplicitlyDeclared && MethodRules.IsMarked(m, known))];
        if (marked.Length == 0)
        {
            return null;
        }

        var byId = marked.Select(m => (Method: m, Id: MethodIdentity.GetDocumentationId(m))).ToList();
        byId.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));

        var shape = new StubClassShape(type) { MarkedMethods = [.. byId.Select(m => m.Method)], HidesInherited = HasInheritedStubClass(type, known) };
        var violations = new List<RuleViolation>();
        shape.CheckType(violations);
        var methods = new List<MethodShape>();
        foreach (IMethodSymbol method in shape.MarkedMethods)
        {
            if (MethodRules.Analyze(method, known, violations) is { } supported)
            {
                methods.Add(supported);
            }
        }

        if (violations.Any(v => v.Symbol is INamedTypeSymbol))
        {
            methods.Clear();
        }

        RemoveCollisions(methods, violations);
        shape.Accessibility = GetWidest(methods.Where(HasStub).Select(m => m.Method.DeclaredAccessibility));
        methods.RemoveAll(m => HasStub(m) && shape.NamesLessAccessibleType(m, violations));
        shape.Methods = [.. methods];
        shape.Violations = [.. violations];
        return shape;
    }

    private static bool HasStub(MethodShape method) => method.Role is MethodRole.Call or MethodRole.StateFactory;

    private void CheckType(List<RuleViolation> violations)
    {
        foreach (INamedTypeSymbol type in Type.WithContainingTypes())
        {
            // An extension block is part of the class around it; that nothing is generated for one is said about its methods.
            if (!type.IsExtension && !IsPartial(type))
            {
                violations.Add(new(RuleIds.ContainingTypeNotPartial, type, $"'{type.Name}' is not partial"));
            }
        }

        if (Type.Name == WellKnownTypes.StubClass)
        {
            violations.Add(new(RuleIds.NameConflict, Type, $"its containing type is itself named '{WellKnownTypes.StubClass}', the name of the generated class"));
        }
        else if (Type.GetMembers(WellKnownTypes.StubClass).Any(static member => !IsGenerated(member)))
        {
            violations.Add(new(RuleIds.NameConflict, Type, $"'{Type.Name}' has a member named '{WellKnownTypes.StubClass}', the name of the generated class"));
        }
    }

    /// <summary>Whether a member was generated. Analyzers see the generator's output: its own class is no conflict.</summary>
    public static bool IsGenerated(ISymbol member) =>
        member.GetAttributes().Any(static attribute =>
            attribute is { AttributeClass.Name: "GeneratedCodeAttribute", ConstructorArguments: [{ Value: "ProcGen" }, ..] });

    /// <summary>Whether a type can be declared in a generated file, too.</summary>
    public static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Length > 1
        || type.DeclaringSyntaxReferences.All(static r => r.GetSyntax() is MemberDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool HasInheritedStubClass(INamedTypeSymbol type, KnownSymbols known)
    {
        for (INamedTypeSymbol? b = type.BaseType; b is not null && b.SpecialType == SpecialType.None; b = b.BaseType)
        {
            // One of this compilation has its stub class only after generation.
            if (!b.GetMembers(WellKnownTypes.StubClass).IsEmpty
                || (SymbolEqualityComparer.Default.Equals(b.ContainingAssembly, type.ContainingAssembly) && For(b, known) is { Methods.IsEmpty: false }))
            {
                return true;
            }
        }

        return false;
    }

    private static void RemoveCollisions(List<MethodShape> methods, List<RuleViolation> violations)
    {
        RemoveEqual(methods, violations, HasStub, MethodIdentity.GetStubSignature, static other => $"its stub has the same signature as that of '{other}'");

        // Hashes collide once in a very long time, and then a call must not run another method.
        RemoveEqual(methods, violations, HasIdentity, static m => MethodIdentity.GetId(m.Method), DescribeSameId);
        RemoveEqual(methods, violations, HasIdentity, static m => MethodIdentity.GetUniqueName(m.Method), DescribeSameId);
    }

    /// <summary>What is said of a method that has the id of another one.</summary>
    public static string DescribeSameId(string other) => $"the hash of its signature, by which a worker finds it, is that of '{other}', too, so one of them needs another name";

    private static bool HasIdentity(MethodShape method) => method.Role != MethodRole.Startup;

    private static void RemoveEqual<TKey>(
        List<MethodShape> methods, List<RuleViolation> violations, Func<MethodShape, bool> isAsked, Func<MethodShape, TKey> getKey, Func<string, string> describe)
    {
        // None of them is preferred: which one a call means must not depend on an order nobody sees.
        foreach (List<MethodShape> same in methods.Where(isAsked).GroupBy(getKey).Select(static g => g.ToList()).Where(static g => g.Count > 1).ToList())
        {
            foreach (MethodShape method in same)
            {
                MethodShape other = same.First(m => m != method);
                violations.Add(new(RuleIds.NameConflict, method.Method, describe(MethodIdentity.GetDisplayName(other.Method))));
                methods.Remove(method);
            }
        }
    }

    private bool NamesLessAccessibleType(MethodShape method, List<RuleViolation> violations)
    {
        AccessDomain domain = AccessDomain.Of(Type, Accessibility, GetStubAccessibility(method.Method));
        IEnumerable<(ITypeSymbol Type, ISymbol Symbol)> types = method.Parameters.Where(p => p.Role != ParameterRole.State).Select(p => (p.Symbol.Type, (ISymbol)p.Symbol));
        if (method.Role == MethodRole.Call && method.ResultType is not null)
        {
            types = types.Append((method.ResultType, method.Method));
        }

        foreach ((ITypeSymbol type, ISymbol symbol) in types)
        {
            if (domain.FindLessAccessible(type) is { } lessAccessible)
            {
                violations.Add(new(RuleIds.LessAccessibleType, symbol, $"the type '{lessAccessible.Name}' is less accessible than the stub"));
                return true;
            }
        }

        return false;
    }

    private static Accessibility GetWidest(IEnumerable<Accessibility> accessibilities)
    {
        Accessibility widest = Accessibility.Private;
        foreach (Accessibility accessibility in accessibilities)
        {
            widest = (widest, accessibility) switch
            {
                (Accessibility.Protected, Accessibility.Internal) or (Accessibility.Internal, Accessibility.Protected) => Accessibility.ProtectedOrInternal,
                _ => Rank(accessibility) > Rank(widest) ? accessibility : widest,
            };
        }

        return widest;
    }

    // Protected and internal are not comparable; where both occur, they become protected internal before they are compared with anything else.
    private static int Rank(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public => 5,
        Accessibility.ProtectedOrInternal => 4,
        Accessibility.Internal => 3,
        Accessibility.Protected => 2,
        Accessibility.ProtectedAndInternal => 1,
        _ => 0,
    };
}
