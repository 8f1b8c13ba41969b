using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared.Managed;

/// <summary>A member of a managed interface, as the call that it becomes.</summary>
/// <param name="Shape">The method, or a property's accessor.</param>
/// <param name="Property">The property; null for a method.</param>
internal sealed record ManagedMember(MethodShape Shape, IPropertySymbol? Property);

/// <summary>
/// What a proxy of a <c>[ManagedObject]</c> interface has to implement, and what of it cannot be. A proxy has all members or is none, so one violation is enough for there to be none. Whether the types
/// cross is asked of the classifier.
/// </summary>
internal sealed class ManagedInterfaceShape
{
    private ManagedInterfaceShape(INamedTypeSymbol type) => Type = type;

    public INamedTypeSymbol Type { get; }

    /// <summary>Whether synchronous members of one object may run at the same time.</summary>
    public bool IsConcurrent { get; private set; }

    /// <summary>The members in the order of their ids.</summary>
    public ImmutableArray<ManagedMember> Members { get; private set; } = [];

    public ImmutableArray<RuleViolation> Violations { get; private set; } = [];

    /// <summary>Whether a type is an interface with the attribute, of this or of another assembly.</summary>
    public static bool IsManaged(INamedTypeSymbol type, KnownSymbols known) =>
        type.TypeKind == TypeKind.Interface && known.ManagedObjectAttribute is not null && type.HasAttribute(known.ManagedObjectAttribute);

    /// <summary>Analyses an interface of this compilation, or gives what was found out before.</summary>
    /// <returns>Null if it is no managed one.</returns>
    public static ManagedInterfaceShape? For(INamedTypeSymbol type, KnownSymbols known) => known.ManagedInterfaces.GetOrAdd(type, t => IsManaged(t, known) ? Analyze(t, known) : null);

    private static ManagedInterfaceShape Analyze(INamedTypeSymbol type, KnownSymbols known)
    {
        var violations = new List<RuleViolation>();
        var members = new List<ManagedMember>();
        CheckType(type, known, violations);
        foreach (ISymbol member in type.GetMembers().Where(static m => m.IsAbstract))
        {
            if (Describe(member) is { } reason)
            {
                violations.Add(new(RuleIds.ManagedInterface, member, reason));
            }
            else if (member is IPropertySymbol property)
            {
                AddProperty(property, known, members, violations);
            }
            else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            {
                Add(method, null, known, members, violations);
            }
        }

        members.Sort(static (a, b) => string.CompareOrdinal(MethodIdentity.GetDocumentationId(a.Shape.Method), MethodIdentity.GetDocumentationId(b.Shape.Method)));
        return new ManagedInterfaceShape(type)
        {
            IsConcurrent = type.FindAttribute(known.ManagedObjectAttribute)!.NamedArguments.Any(static a => a is { Key: "Concurrent", Value.Value: true }),
            Members = [.. members],
            Violations = [.. violations],
        };
    }

    private static void CheckType(INamedTypeSymbol type, KnownSymbols known, List<RuleViolation> violations)
    {
        void Refuse(string reason) => violations.Add(new(RuleIds.ManagedInterface, type, reason));

        foreach (INamedTypeSymbol t in type.WithContainingTypes())
        {
            if (t.TypeParameters.Length > 0)
            {
                Refuse($"'{t.Name}' is generic, and a proxy is made for each interface once");
            }

            if (t.IsFileLocal)
            {
                Refuse($"'{t.Name}' is file-local, so the generated proxy cannot name it");
            }
        }

        if (!known.Compilation.IsSymbolAccessibleWithin(type, known.Compilation.Assembly))
        {
            Refuse("it is private or protected, so the generated proxy cannot name it");
        }

        if (type.AllInterfaces.FirstOrDefault(static i => i.GetMembers().Any(static m => m.IsAbstract)) is { } inherited)
        {
            Refuse($"it inherits the members of '{inherited.Name}', and a managed interface declares all of its members itself");
        }
    }

    /// <summary>Why a member cannot be a call; null if it may be.</summary>
    private static string? Describe(ISymbol member) => member switch
    {
        { IsStatic: true } => "it is static, and a proxy stands for one object",
        IEventSymbol => "it is an event, and delegates do not cross; return the occurrences as an IAsyncEnumerable<T>",
        IPropertySymbol { IsIndexer: true } => "it is an indexer; use a method",
        IPropertySymbol { SetMethod.IsInitOnly: true } => "its init accessor runs while an object is made, which a proxy's is not",
        IPropertySymbol { RefKind: not RefKind.None } => "it returns a reference",
        IMethodSymbol { IsGenericMethod: true } => "it is generic",
        _ => null,
    };

    private static void AddProperty(IPropertySymbol property, KnownSymbols known, List<ManagedMember> members, List<RuleViolation> violations)
    {
        if (property.GetMethod is { } getter)
        {
            Add(getter, property, known, members, violations);
        }

        if (property.SetMethod is { } setter)
        {
            Add(setter, property, known, members, violations);
        }
    }

    private static void Add(IMethodSymbol method, IPropertySymbol? property, KnownSymbols known, List<ManagedMember> members, List<RuleViolation> violations)
    {
        var found = new List<RuleViolation>();
        SignatureRules.Check(method, found);
        (bool isAwaited, ResultRole result, ITypeSymbol? resultType) = SignatureRoles.OfResult(method, MethodRole.Call, known);
        ImmutableArray<ParameterShape> parameters = [.. method.Parameters.Select(p => SignatureRoles.OfParameter(p, known))];
        if (isAwaited && result is (ResultRole.Sequence or ResultRole.AsyncSequence))
        {
            found.Add(new(RuleIds.ManagedInterface, method, "it returns a sequence in a task; return an IAsyncEnumerable<T>, or an array in a task"));
        }
        else if (property is not null && (result is ResultRole.Sequence or ResultRole.AsyncSequence || isAwaited || parameters.Any(static p => p.Role != ParameterRole.Value)))
        {
            found.Add(new(RuleIds.ManagedInterface, property, "its type stands for something that happens later; use a method"));
        }

        if (parameters.Any(static p => p.Role == ParameterRole.State))
        {
            found.Add(new(RuleIds.ManagedInterface, method, "a parameter has [WorkerState], and a managed object has a state of its own"));
        }

        violations.AddRange(found.Select(v => new RuleViolation(RuleIds.ManagedInterface, v.Symbol, v.Reason)));
        members.Add(new(
            new MethodShape { Method = method, Role = MethodRole.Call, Parameters = parameters, IsAwaited = isAwaited, Result = result, ResultType = resultType },
            property));
    }
}
