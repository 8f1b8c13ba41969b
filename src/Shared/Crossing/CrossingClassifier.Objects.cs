using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Shared.Crossing;

// Types of the same assembly, which cross whole, and closed sets of types.
internal sealed partial class CrossingClassifier
{
    /// <summary>The variant of a type that has a closed set, as one case of it: the object's own type is already known.</summary>
    private const string ExactVariant = "!exact";

    private void FillKnownTypes(CrossingType node, ImmutableArray<ITypeSymbol> types, INamedTypeSymbol declared)
    {
        node.Kind = CrossingKind.KnownTypes;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (!declared.IsAbstract && declared.TypeKind == TypeKind.Class && declared.SpecialType != SpecialType.System_Object)
        {
            AddCase(declared);
        }

        foreach (ITypeSymbol type in types)
        {
            if (type is INamedTypeSymbol { IsUnboundGenericType: true })
            {
                Fail(node, CrossingRules.WrongDeclaration, $"its [ProcessKnownTypes] names '{type.Short()}' without type arguments", "Name the closed type.");
                return;
            }

            if (!KnownTypeSet.CanStandBehind(type, declared, _compilation))
            {
                Fail(node, CrossingRules.WrongDeclaration, $"its [ProcessKnownTypes] names '{type.Short()}', which is not a '{declared.Short()}'", "Remove that type, or correct it.");
                return;
            }

            AddCase(type);
        }

        if (node.Cases.Count == 0)
        {
            Fail(node, CrossingRules.WrongDeclaration, "its [ProcessKnownTypes] names only types that no object can be of itself", "Name the classes and structs that derive from them.");
        }

        void AddCase(ITypeSymbol type)
        {
            if (!seen.Add(type.Source()))
            {
                return;
            }

            // A known type with a closed set of its own brings that along: whatever may stand there may stand here.
            KnownTypeSet? nested = SymbolEqualityComparer.Default.Equals(type, declared) ? null : KnownTypeSet.From(type.GetAttributes());
            if (!type.IsAbstract)
            {
                node.Cases.Add(type is INamedTypeSymbol named && (nested is not null || SymbolEqualityComparer.Default.Equals(type, declared))
                    ? GetOrAdd(type, ExactVariant, n => FillExact(n, named))
                    : Classify(type, (KnownTypeSet?)null));
            }

            foreach (ITypeSymbol inner in nested?.Types ?? [])
            {
                if (KnownTypeSet.CanStandBehind(inner, type, _compilation))
                {
                    AddCase(inner);
                }
            }
        }
    }

    private void FillExact(CrossingType node, INamedTypeSymbol type)
    {
        if (_userCodecs.TryGet(type, out UserCodec codec))
        {
            FillUserCodec(node, codec);
        }
        else if (!CanBeNamed(type))
        {
            FailInaccessible(node, type);
        }
        else
        {
            FillByItself(node, type);
        }
    }

    private void FillObject(CrossingType node, INamedTypeSymbol type)
    {
        node.Kind = CrossingKind.Object;
        var chain = new Stack<INamedTypeSymbol>();
        INamedTypeSymbol? t = type;
        for (; t is not null && IsOwn(t); t = t.BaseType)
        {
            chain.Push(t);
        }

        // An object of a derived class is one of the base class, too.
        node.KeepsReferences = chain.Any(c => HasAttribute(c.GetAttributes(), "ProcessReferencesAttribute"));

        if (t is not null && IsException(t))
        {
            AddExceptionBase(node, t);
        }
        else if (t is not null && !IsStateless(t))
        {
            AddForeignBase(node, t, chain);
        }

        bool blockOnly = false;
        bool whole = true;
        foreach (INamedTypeSymbol declaring in chain)
        {
            if (HasHiddenTypeParameter(declaring))
            {
                Fail(node, CrossingRules.CannotCross, $"'{declaring.Short()}' has a type parameter of the same name as the type around it, so generated code cannot tell them apart", "Rename one of them.");
                return;
            }

            if (!CanBeNamed(declaring))
            {
                FailInaccessible(node, declaring, $"of its base class '{declaring.Short()}', ");
                return;
            }

            AddFields(node, declaring, ref blockOnly, ref whole);
            AddEvents(node, declaring, ref whole);
        }

        // A struct of plain bytes is one block, unless a part of it stays behind.
        if (whole && type.IsUnmanagedType && type.IsValueType && node.Members.All(m => m.Type.Kind == CrossingKind.Unmanaged))
        {
            node.Kind = CrossingKind.Unmanaged;
            node.Members.Clear();
        }
        else if (blockOnly && node.Members.All(m => m.Type.Failure is null))
        {
            Fail(node, CrossingRules.CannotCross, "it has a fixed or inline buffer beside members that are not plain bytes", "Use an array, or give it a [ProcessCodec].");
        }
    }

    /// <summary>The instance fields of one class or struct, by name: the order of the parts of a partial type is that of the files, and must not matter.</summary>
    private void AddFields(CrossingType node, INamedTypeSymbol declaring, ref bool blockOnly, ref bool whole)
    {
        blockOnly |= HasAttribute(declaring.GetAttributes(), "InlineArrayAttribute");
        foreach (IFieldSymbol field in declaring.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst).OrderBy(f => f.MetadataName, StringComparer.Ordinal))
        {
            ISymbol written = field.AssociatedSymbol ?? field;
            if (IsIgnored(field) || IsIgnored(written))
            {
                whole = false;
            }
            else if (field.RefKind != RefKind.None)
            {
                Fail(node, CrossingRules.CannotCross, "it is a ref field", "Use a value.", written);
            }
            else if (field.IsFixedSizeBuffer)
            {
                blockOnly = true;
            }
            else
            {
                KnownTypeSet? known = SetOf(field.GetAttributes()) ?? SetOf(written.GetAttributes());
                node.Members.Add(new CrossingMember(NameOf(written), field.MetadataName, declaring, written, CrossingAccess.FieldAccessor, ClassifyMember(field.Type, known)));
            }
        }
    }

    /// <summary>Field-like events: their delegates are fields that the symbols do not show.</summary>
    private void AddEvents(CrossingType node, INamedTypeSymbol declaring, ref bool whole)
    {
        foreach (IEventSymbol e in declaring.GetMembers().OfType<IEventSymbol>().Where(e => !e.IsStatic && !e.IsAbstract && e.AddMethod is { IsImplicitlyDeclared: true }).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (IsIgnored(e) || HasIgnoredField(e))
            {
                whole = false;
            }
            else
            {
                node.Members.Add(new CrossingMember(e.Name, e.MetadataName, declaring, e, CrossingAccess.FieldAccessor, Classify(e.Type, (KnownTypeSet?)null)));
            }
        }
    }

    /// <summary>Whether an event carries <c>[field: ProcessIgnore]</c>. No symbol has the attributes of its field, so they are looked up as they are written.</summary>
    private static bool HasIgnoredField(IEventSymbol e) => e.DeclaringSyntaxReferences
        .Select(r => r.GetSyntax().FirstAncestorOrSelf<EventFieldDeclarationSyntax>())
        .SelectMany(d => d?.AttributeLists ?? [])
        .Where(l => l.Target?.Identifier.ValueText == "field")
        .SelectMany(l => l.Attributes)
        .Any(a => a.Name.GetLastToken().ValueText is "ProcessIgnore" or "ProcessIgnoreAttribute");

    /// <summary>The name as the user wrote it: a captured parameter of a primary constructor is a field with a name of the compiler's, <c>&lt;name&gt;P</c>.</summary>
    private static string NameOf(ISymbol member) =>
        member.Name.StartsWith("<", StringComparison.Ordinal) && member.Name.EndsWith(">P", StringComparison.Ordinal) ? member.Name.Substring(1, member.Name.Length - 3) : member.Name;

    /// <summary>A base class of another assembly: its private fields cannot be seen, so its own constructor runs and its public members are set after that.</summary>
    private void AddForeignBase(CrossingType node, INamedTypeSymbol foreign, IEnumerable<INamedTypeSymbol> derived)
    {
        bool constructible = foreign.InstanceConstructors.Any(c =>
            c.Parameters.IsEmpty && c.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal);
        if (!constructible || IsSequence(foreign))
        {
            Fail(node, CrossingRules.CannotCross,
                IsSequence(foreign) ? $"its base class '{foreign.Short()}' is a collection of another assembly, whose items are out of sight" : $"its base class '{foreign.Short()}' of another assembly has no constructor without parameters",
                "Give it a [ProcessCodec], or hold the base's data in a member instead of deriving.");
            return;
        }

        node.ForeignBase = foreign;
        var overridden = new HashSet<string>(derived.SelectMany(d => d.GetMembers().OfType<IPropertySymbol>()).Where(p => p.IsOverride).Select(p => p.Name), StringComparer.Ordinal);
        foreach (ISymbol member in ContractMembers(foreign).Where(m => !overridden.Contains(m.Name)))
        {
            CrossingAccess? access = SetterAccess(member);
            if (access is null)
            {
                Fail(node, CrossingRules.CannotCross, $"it is a member of '{foreign.Short()}' of another assembly that can be read but not set", "Give the type a [ProcessCodec].", member);
                return;
            }

            node.Members.Add(new CrossingMember(member.Name, member.MetadataName, member.ContainingType, member, access.Value, ClassifyMember(MemberType(member), SetOf(member.GetAttributes()))));
        }
    }

    private static bool IsIgnored(ISymbol member) => HasAttribute(member.GetAttributes(), "ProcessIgnoreAttribute");

    private static bool HasAttribute(ImmutableArray<AttributeData> attributes, string name) => attributes.Any(a => a.AttributeClass?.Name == name);
}
