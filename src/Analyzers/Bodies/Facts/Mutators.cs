using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>The methods of the framework that change a collection they are called on or that is passed to them.</summary>
internal static class Mutators
{
    private static readonly ImmutableHashSet<string> s_arrayMethods = ImmutableHashSet.Create(StringComparer.Ordinal, "Clear", "Fill", "Reverse", "Sort", "Initialize", "SetValue");

    /// <summary>What a call does with the object that it is called on; null if that is not known.</summary>
    public static Access? OfReceiver(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        INamedTypeSymbol type = method.ContainingType;
        if (type.SpecialType == SpecialType.System_Array)
        {
            return s_arrayMethods.Contains(method.Name) ? Access.Change : Access.Read;
        }

        if (type.IsNamed("System", "Span"))
        {
            return method.Name is "Fill" or "Clear" ? Access.Change : null;
        }

        if (!IsCollection(type))
        {
            return null;
        }

        return method.Name switch
        {
            "TryGetValue" or "ContainsKey" or "TryGetAlternateLookup" => Access.LookUp,
            "GetOrAdd" or "GetOrCreateValue" => Access.LookUpOrFill,
            "GetValue" when type.Name == "ConditionalWeakTable" => Access.LookUpOrFill,
            "Add" or "TryAdd" when IsDictionary(type) => Access.Fill,
            _ => MutatingMethods.Contains(method.Name) ? Access.Change : Access.Read,
        };
    }

    /// <summary>What a method of the framework does with an object that is passed to it.</summary>
    public static Access OfArgument(IMethodSymbol method, IParameterSymbol parameter)
    {
        INamedTypeSymbol type = method.ContainingType;
        bool changes = type.SpecialType == SpecialType.System_Array ? parameter.Name is "array" or "keys" or "items" or "destinationArray" && IsChangedByArray(method, parameter)
            : type.IsNamed("System", "MemoryExtensions") ? method.Name is "Sort" or "Reverse" && parameter.Ordinal == 0
            : type.IsNamed("System", "Buffer") ? parameter.Name == "dst"
            : type.IsNamed("System", "Random") ? method.Name is "Shuffle" or "NextBytes"
            : method.Name == "CopyTo" && parameter.Name is "array" or "destination" && IsCollection(type);
        return changes ? Access.Change
            : type.IsNamed("System.Runtime.InteropServices", "CollectionsMarshal") && method.Name == "GetValueRefOrAddDefault" ? Access.LookUpOrFill
            : Access.Read;
    }

    /// <summary>Whether a method only gives another view of the collection that is passed to it.</summary>
    public static bool IsView(IMethodSymbol method) =>
        method.IsMethodOf("System", "MemoryExtensions", "AsSpan") || method.IsMethodOf("System.Runtime.InteropServices", "CollectionsMarshal", "AsSpan");

    /// <summary>Whether entries of a collection are found by key.</summary>
    public static bool IsDictionary(INamedTypeSymbol type) =>
        IsCollection(type) && (type.Name.EndsWith("Dictionary", StringComparison.Ordinal) || type.Name is "IDictionary" or "SortedList" or "Hashtable" or "ConditionalWeakTable");

    /// <summary>Whether a type is one of the framework's changeable collections.</summary>
    public static bool IsCollection(INamedTypeSymbol type)
    {
        INamespaceSymbol place = type.ContainingNamespace;
        return place.IsNamed("System.Collections.Generic") || place.IsNamed("System.Collections.Concurrent") || place.IsNamed("System.Collections.ObjectModel")
            || place.IsNamed("System.Collections") || place.IsNamed("System.Collections.Specialized")
            || type.IsNamed("System.Text", "StringBuilder") || type.IsNamed("System.Runtime.CompilerServices", "ConditionalWeakTable");
    }

    private static bool IsChangedByArray(IMethodSymbol method, IParameterSymbol parameter) => method.Name switch
    {
        "Copy" or "ConstrainedCopy" => parameter.Name == "destinationArray",
        _ => s_arrayMethods.Contains(method.Name),
    };
}
