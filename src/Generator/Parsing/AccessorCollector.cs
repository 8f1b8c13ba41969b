using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Collects the unsafe accessors that one serializer needs: one class for each type that declares members, as generic as that type, because the runtime
/// looks for a field of type <c>T</c> and not of the type that stands for it.
/// </summary>
internal sealed class AccessorCollector
{
    private static readonly string[] s_reserved = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly List<Group> _groups = [];

    /// <summary>Adds the accessor of a field and returns the expression that names it.</summary>
    public string AddField(CrossingMember member)
    {
        IFieldSymbol field = member.Symbol as IFieldSymbol
            ?? member.DeclaringType.GetMembers().OfType<IFieldSymbol>().First(f => f.MetadataName == member.MetadataName);
        return For(member.DeclaringType).Add(member.Name, member.MetadataName, field.OriginalDefinition.Type.Source(), AccessorKind.Field);
    }

    /// <summary>Adds the accessor of an init-only property's setter and returns the expression that names it.</summary>
    public string AddSetter(CrossingMember member)
    {
        var property = (IPropertySymbol)member.Symbol;
        return For(property.ContainingType).Add("Set" + member.Name, property.SetMethod!.MetadataName, property.OriginalDefinition.Type.Source(), AccessorKind.Setter);
    }

    /// <summary>Adds the accessor that runs a base class's constructor on an object and returns the expression that names it.</summary>
    public string AddConstructor(INamedTypeSymbol type) => For(type).Add("Construct", ".ctor", "", AccessorKind.Constructor);

    public ImmutableEquatableArray<AccessorClassModel> ToModels() => _groups.Select(g => g.ToModel()).ToImmutableEquatableArray();

    private Group For(INamedTypeSymbol declaring)
    {
        foreach (Group group in _groups)
        {
            if (SymbolEqualityComparer.Default.Equals(group.Declaring, declaring))
            {
                return group;
            }
        }

        string name = declaring.Name + "Members";
        int same = _groups.Count(g => g.Declaring.Name == declaring.Name);
        var added = new Group(declaring, same == 0 ? name : name + same.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _groups.Add(added);
        return added;
    }

    private sealed class Group(INamedTypeSymbol declaring, string name)
    {
        private readonly List<AccessorModel> _accessors = [];

        public INamedTypeSymbol Declaring { get; } = declaring;

        public string Add(string member, string metadataName, string type, AccessorKind kind)
        {
            string accessor = member;
            while (accessor == name || s_reserved.Contains(accessor) || _accessors.Any(a => a.Name == TypeNames.Escape(accessor)))
            {
                accessor += "_";
            }

            accessor = TypeNames.Escape(accessor);
            _accessors.Add(new AccessorModel(accessor, metadataName, type, kind));
            string arguments = string.Join(", ", Levels(Declaring).SelectMany(t => t.TypeArguments).Select(t => t.Source()));
            return name + (arguments.Length == 0 ? "" : $"<{arguments}>") + "." + accessor;
        }

        public AccessorClassModel ToModel()
        {
            List<ITypeParameterSymbol> parameters = [.. Levels(Declaring.OriginalDefinition).SelectMany(t => t.TypeParameters)];
            return new AccessorClassModel(
                name,
                parameters.Count == 0 ? "" : $"<{string.Join(", ", parameters.Select(p => p.Name))}>",
                parameters.Select(TypeParameterConstraints.Describe).Where(c => c.Length > 0).ToImmutableEquatableArray(),
                Declaring.OriginalDefinition.Source(),
                Declaring.IsValueType,
                _accessors.ToImmutableEquatableArray());
        }

        private static Stack<INamedTypeSymbol> Levels(INamedTypeSymbol type)
        {
            var levels = new Stack<INamedTypeSymbol>();
            for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
            {
                levels.Push(t);
            }

            return levels;
        }
    }
}
