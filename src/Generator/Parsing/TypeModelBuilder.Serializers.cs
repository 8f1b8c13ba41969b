using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

// The models of generated serializers.
internal sealed partial class TypeModelBuilder
{
    private SerializerModel Serializer(CrossingType type)
    {
        if (_serializers.TryGetValue(type, out SerializerModel? known))
        {
            return known;
        }

        var accessors = new AccessorCollector();
        TransparentType? transparent = TransparentType.TryCreate(type);
        string? baseConstructor = type.ForeignBase is { } foreign ? accessors.AddConstructor(foreign) : null;
        var model = new SerializerModel
        {
            Key = type.Type.Source() + type.Variant,
            Name = SerializerNames.For(type),
            Type = type.Type.Source(),
            DisplayName = type.Type.Short(),
            IsLocal = type.Home!.Kind == SerializerHomeKind.Local,
            Holder = type.Home.Holder is { } holder ? ContainingTypeParser.Parse(holder) : null,
            IsOpen = type.Home.IsOpen,
            IsObsolete = type.Parts.Select(n => n.Type).Append(type.Type).Any(t => NamesObsolete(t, _known)),
            Kind = type.Kind switch
            {
                CrossingKind.Contract => SerializerKind.Contract,
                CrossingKind.Object when transparent is not null => SerializerKind.Contract,
                CrossingKind.KnownTypes => SerializerKind.KnownTypes,
                _ => SerializerKind.Object,
            },
            IsReferenceType = type.Type.IsReferenceType,
            ChecksExactType = type.Type is { IsReferenceType: true, IsSealed: false },
            KeepsReferences = type.KeepsReferences,
            ForeignBaseConstructor = baseConstructor,
            IsException = type.IsException,
            Members = Members(type, transparent, accessors),
            Cases = type.Cases.Select(Value).ToImmutableEquatableArray(),
            Accessors = accessors.ToModels(),
        };
        _serializers.Add(type, model);
        return model;
    }

    /// <summary>
    /// The members in the order in which they cross: plain bytes first, so that they share calls. A contract's constructor needs its arguments by position,
    /// which the models keep beside the order.
    /// </summary>
    private ImmutableEquatableArray<MemberModel> Members(CrossingType type, TransparentType? transparent, AccessorCollector accessors)
    {
        var members = new List<(bool IsBytes, MemberModel Model)>(type.Members.Count);
        for (int i = 0; i < type.Members.Count; i++)
        {
            CrossingMember member = type.Members[i];
            int position = transparent is not null ? transparent.GetPosition(member) : i < type.ConstructorArguments ? i : -1;
            bool isNamed = transparent is not null || (TransparentType.CanBeNamed(member) && SymbolEqualityComparer.Default.Equals(member.DeclaringType, type.Type));
            members.Add((member.Type.Kind == CrossingKind.Unmanaged, Member(member, position, isNamed, accessors)));
        }

        return members.Where(m => m.IsBytes).Concat(members.Where(m => !m.IsBytes)).Select(m => m.Model).ToImmutableEquatableArray();
    }

    private static bool NamesObsolete(ITypeSymbol type, KnownSymbols? known) => type switch
    {
        IArrayTypeSymbol array => NamesObsolete(array.ElementType, known),
        INamedTypeSymbol named => named.WithContainingTypes().Any(t => t.HasAttribute(known?.ObsoleteAttribute) || t.TypeArguments.Any(a => NamesObsolete(a, known))),
        _ => false,
    };

    /// <param name="member">The member.</param>
    /// <param name="position">Its position among the constructor's arguments; -1 for none.</param>
    /// <param name="isNamed">Whether generated code may use its name, although it is a field of any accessibility.</param>
    /// <param name="accessors">Where to add the accessor that it takes otherwise.</param>
    private MemberModel Member(CrossingMember member, int position, bool isNamed, AccessorCollector accessors)
    {
        string name = TypeNames.Escape(member.Name);
        ValueModel value = Value(member.Type);
        return member.Access switch
        {
            CrossingAccess.FieldAccessor when !isNamed => new(accessors.AddField(member), name, MemberForm.FieldAccessor, position, value),
            CrossingAccess.InitAccessor => new(accessors.AddSetter(member), name, MemberForm.InitAccessor, position, value),
            _ => new(name, name, member.Symbol is IPropertySymbol ? MemberForm.Property : MemberForm.Field, position, value),
        };
    }
}
