using System.Collections;
using System.Reflection;
using MemoryPack;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Tests.Crossing;

/// <summary>Whatever MemoryPack writes by itself crosses, too, or is refused for a reason that is said here.</summary>
public sealed class MemoryPackParityTests
{
    private static readonly Dictionary<Type, string> s_refused = new()
    {
        [typeof(Type)] = CrossingRules.ProcessBound, // A type is loaded by name, which is a way into a process.
        [typeof(IEnumerable<>)] = CrossingRules.LazySequence, // Inside another type there is nothing to copy until somebody asks for it.
        [typeof(nint)] = CrossingRules.ProcessBound, // An address or a handle.
        [typeof(nuint)] = CrossingRules.ProcessBound,
    };

    /// <summary>What MemoryPack has formatters of its own for, apart from those for a type that is given: the types in their signatures, and the registered ones.</summary>
    private static readonly IReadOnlyList<Type> s_types =
    [
        .. typeof(MemoryPackFormatter<>).Assembly.GetTypes()
            .Where(t => t is { IsPublic: true, IsAbstract: false })
            .Select(FindTarget)
            .Concat(FindRegistered())
            .OfType<Type>()
            .Where(t => !t.IsGenericParameter)
            .DistinctBy(t => t.ToString()),
    ];

    public static TheoryData<string> Types => new(s_types.Select(t => t.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_list_of_MemoryPack_is_found()
    {
        Assert.Contains(s_types, t => t.Name == "ILookup`2");
        Assert.Contains(typeof(Guid), s_types);
        Assert.True(s_types.Count > 80, $"{s_types.Count} types");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_MemoryPack_writes_crosses(string name)
    {
        Type type = s_types.Single(t => t.ToString() == name);
        CSharpCompilation compilation = GeneratorRunner.Compile($"public class Calls {{ public {SourceOf(type)} Value; }}");
        ITypeSymbol symbol = ((IFieldSymbol)compilation.GetTypeByMetadataName("Calls")!.GetMembers("Value").Single()).Type;
        Assert.NotEqual(TypeKind.Error, symbol.TypeKind);
        string? rule = CrossingClassifier.FindFailure(new CrossingClassifier(compilation, null).Classify(symbol, []))?.RuleId;
        Assert.Equal(s_refused.GetValueOrDefault(Innermost(type)), rule);
    }

    /// <summary>What stands in an array or a nullable; of a generic type, its definition.</summary>
    private static Type Innermost(Type type) =>
        type.IsArray ? Innermost(type.GetElementType()!)
            : Nullable.GetUnderlyingType(type) is { } value ? Innermost(value)
            : type.IsGenericType ? type.GetGenericTypeDefinition()
            : type;

    private static Type? FindTarget(Type formatter)
    {
        for (Type? t = formatter; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == typeof(MemoryPackFormatter<>))
            {
                return t.GetGenericArguments()[0];
            }
        }

        return null;
    }

    private static IEnumerable<Type> FindRegistered()
    {
        // A use makes it register what it knows.
        Assert.True(MemoryPackFormatterProvider.IsRegistered<Guid>());
        return typeof(MemoryPackFormatterProvider).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(f => f.GetValue(null))
            .OfType<IDictionary>()
            .SelectMany(d => d.Keys.OfType<Type>());
    }

    /// <summary>The type with something plain in the place of its type parameters.</summary>
    private static string SourceOf(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? "string" : type.Name == "TRest" ? "System.ValueTuple<int>" : "int";
        }

        if (type.IsArray)
        {
            return $"{SourceOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        string name = "global::" + type.FullNameWithoutArguments();
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(SourceOf))}>" : name;
    }
}

file static class TypeExtensions
{
    public static string FullNameWithoutArguments(this Type type) => $"{type.Namespace}.{type.Name}".Split('`')[0].Replace('+', '.');
}
