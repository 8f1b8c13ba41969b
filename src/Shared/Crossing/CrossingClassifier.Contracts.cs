using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

// Types of other assemblies, which cross by their public contract, and the framework's tuples.
internal sealed partial class CrossingClassifier
{
    /// <summary>A value tuple: its fields are public, so it is written like a type of one's own.</summary>
    private void FillValueTuple(CrossingType node, INamedTypeSymbol type, KnownTypeSet? known)
    {
        INamedTypeSymbol plain = type.TupleUnderlyingType ?? type;
        node.Kind = CrossingKind.Object;
        foreach (ITypeSymbol argument in plain.TypeArguments)
        {
            int position = node.Members.Count + 1;
            string name = position == 8 ? "Rest" : "Item" + position.ToString(System.Globalization.CultureInfo.InvariantCulture);
            node.Members.Add(new CrossingMember(name, name, plain, plain, CrossingAccess.Direct, Classify(argument, known)));
        }

        if (node.Members.Count > 0 && node.Members.All(m => m.Type.Kind == CrossingKind.Unmanaged))
        {
            node.Kind = CrossingKind.Unmanaged;
            node.Members.Clear();
        }
    }

    private void FillForeign(CrossingType node, INamedTypeSymbol type, string metadataName)
    {
        if (type.IsValueType && type.IsUnmanagedType && !IsFramework(type) && IsPlainBytes(type))
        {
            node.Kind = CrossingKind.Unmanaged;
            return;
        }

        if (IsSequence(type))
        {
            Fail(node, CrossingRules.CannotCross, "it is a collection of another assembly, whose items are out of sight", "Use a generic collection of .NET, or name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].");
            return;
        }

        List<ISymbol> members = [.. ContractMembers(type)];
        if (members.Count == 0)
        {
            Fail(node, CrossingRules.CannotCross, "it is a type of another assembly without public state", "Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].");
            return;
        }

        Contract? best = null;
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).OrderBy(c => c.ToDisplayString(), StringComparer.Ordinal))
        {
            Contract? contract = Contract.TryMatch(constructor, members);
            if (contract is not null && (best is null || contract.IsBetterThan(best)))
            {
                best = contract;
            }
        }

        if (best is null)
        {
            Fail(node, CrossingRules.CannotCross, "it is a type of another assembly, and no public constructor of it has parameters that are named and typed as its public members", "Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].");
        }
        else if (best.Missing.Count > 0)
        {
            Fail(node, CrossingRules.CannotCross, $"it is a member of '{type.Short()}' of another assembly that can be read but not restored", "Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].", best.Missing[0]);
        }
        else
        {
            node.Kind = CrossingKind.Contract;
            node.ConstructorArguments = best.Arguments.Count;
            foreach (ISymbol member in best.Arguments.Concat(best.Initialized))
            {
                node.Members.Add(new CrossingMember(member.Name, member.MetadataName, member.ContainingType, member, CrossingAccess.Direct, ClassifyMember(MemberType(member), SetOf(member.GetAttributes()))));
            }
        }
    }

    /// <summary>The public instance members that can be read, the most derived of each name, by name.</summary>
    private static IEnumerable<ISymbol> ContractMembers(INamedTypeSymbol type)
    {
        var members = new SortedDictionary<string, ISymbol>(StringComparer.Ordinal);
        for (INamedTypeSymbol? t = type; t is not null && !IsStateless(t); t = t.BaseType)
        {
            foreach (ISymbol member in t.GetMembers())
            {
                bool readable = member switch
                {
                    IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } p => !p.IsStatic,
                    IFieldSymbol { IsConst: false } f => !f.IsStatic,
                    _ => false,
                };
                if (readable && member.DeclaredAccessibility == Accessibility.Public && !IsIgnored(member) && !members.ContainsKey(member.Name))
                {
                    members.Add(member.Name, member);
                }
            }
        }

        return members.Values;
    }

    private static ITypeSymbol MemberType(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    /// <summary>How a public member is set, or null if it cannot be.</summary>
    private static CrossingAccess? SetterAccess(ISymbol member) => member switch
    {
        IFieldSymbol { IsReadOnly: false } => CrossingAccess.Direct,
        IPropertySymbol { SetMethod: { DeclaredAccessibility: Accessibility.Public } setter } => setter.IsInitOnly ? CrossingAccess.InitAccessor : CrossingAccess.Direct,
        _ => null,
    };

    private static bool IsSequence(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether a struct of another assembly holds nothing but data, all the way down. Compilers keep private fields of structs in reference assemblies.</summary>
    private bool IsPlainBytes(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type is not INamedTypeSymbol named)
        {
            return false;
        }

        if (IsPrimitive(type) || type.TypeKind == TypeKind.Enum)
        {
            return true;
        }

        return IsFramework(named)
            ? FrameworkStructs.BlockCopied.Contains(named.Metadata())
            : type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic).All(f => f.IsFixedSizeBuffer || IsPlainBytes(f.Type));
    }

    /// <summary>One public constructor and the members it restores.</summary>
    private sealed class Contract
    {
        /// <summary>The members that are the constructor's arguments.</summary>
        public List<ISymbol> Arguments { get; } = [];

        /// <summary>The members that are set after it.</summary>
        public List<ISymbol> Initialized { get; } = [];

        /// <summary>The members that are neither.</summary>
        public List<ISymbol> Missing { get; } = [];

        public static Contract? TryMatch(IMethodSymbol constructor, List<ISymbol> members)
        {
            var contract = new Contract();
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                ISymbol? member = parameter.RefKind is RefKind.None or RefKind.In
                    ? members.FirstOrDefault(m => string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && MemberType(m).Source() == parameter.Type.Source())
                    : null;
                if (member is null)
                {
                    return null;
                }

                contract.Arguments.Add(member);
            }

            bool setsRequired = HasAttribute(constructor.GetAttributes(), "SetsRequiredMembersAttribute");
            foreach (ISymbol member in members)
            {
                bool required = !setsRequired && member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
                if (!required && contract.Arguments.Contains(member, SymbolEqualityComparer.Default))
                {
                    continue;
                }

                (SetterAccess(member) is null ? contract.Missing : contract.Initialized).Add(member);
            }

            return contract;
        }

        public bool IsBetterThan(Contract other) =>
            Missing.Count != other.Missing.Count ? Missing.Count < other.Missing.Count : Arguments.Count > other.Arguments.Count;
    }
}
