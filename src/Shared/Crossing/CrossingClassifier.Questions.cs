using Microsoft.CodeAnalysis;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared.Crossing;

// Small questions about types.
internal sealed partial class CrossingClassifier
{
    private static bool IsPrimitive(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_Boolean or SpecialType.System_Char or
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_DateTime;

    private static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t is INamedTypeSymbol { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWorkerProcess(INamedTypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } } && type.Name is "WorkerProcess";

    /// <summary>Whether a type of the runtime is a handle of what processes share.</summary>
    internal static bool IsSharedObject(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && IsRuntime(t); t = t.BaseType)
        {
            if (t is { Name: "SharedObject", ContainingType: null, ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRuntime(INamedTypeSymbol type) => type.ContainingAssembly?.Name == "ProcGen.Runtime";

    private static bool IsStateless(INamedTypeSymbol type) =>
        type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType || IsWorkerProcess(type);

    /// <summary>Whether the type comes with .NET, so that a reference assembly may hide its fields.</summary>
    private bool IsFramework(INamedTypeSymbol type)
    {
        if (IsOwn(type))
        {
            return false;
        }

        string name = type.ContainingAssembly?.Name ?? "";
        return name is "System" or "mscorlib" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    private bool IsOwn(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    /// <summary>Whether generated code can write the type's name: anywhere, within the containing type of the marked methods, or in a partial type around it.</summary>
    private bool CanBeNamed(INamedTypeSymbol type) => _homes.HasPlace(type);

    private void FailInaccessible(CrossingType node, INamedTypeSymbol type, string of = "")
    {
        (string reason, string advice) = ExplainInaccessible(type);
        Fail(node, CrossingRules.CannotCross, of + reason, advice);
    }

    private (string Reason, string Advice) ExplainInaccessible(INamedTypeSymbol type)
    {
        if (type.WithContainingTypes().FirstOrDefault(t => t.IsFileLocal) is not null)
        {
            return ("it is local to a file, so generated code cannot name it", "Make it internal.");
        }

        // The obstacle is the outermost type that can name it, or one around that.
        INamedTypeSymbol? holder = IsOwn(type) ? type.WithContainingTypes().FirstOrDefault(t => !IsSame(t, type) && _compilation.IsSymbolAccessibleWithin(type, t)) : null;
        if (holder?.WithContainingTypes() is { } around)
        {
            string where = $"it is {AccessibilityName(type)} and can be named only inside '{holder.OriginalDefinition.Short()}'";
            if (around.FirstOrDefault(t => !t.TypeParameters.IsEmpty) is { } generic)
            {
                return ($"{where}, where its serializer cannot be generated because '{generic.OriginalDefinition.Short()}' is generic", "Make it internal, or move it out of the generic type.");
            }

            if (around.FirstOrDefault(t => !StubClassShape.IsPartial(t)) is { } whole)
            {
                return ($"{where}, where its serializer cannot be generated because '{whole.Short()}' is not partial", $"Make '{whole.Short()}' partial, or make it internal.");
            }
        }

        return ($"it is {AccessibilityName(type)}, so generated code cannot name it", "Make it internal, or nest it in the type that contains the marked method.");
    }

    private static bool IsSame(ITypeSymbol a, ITypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);

    private static string AccessibilityName(INamedTypeSymbol type) => type.DeclaredAccessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.Internal => "internal to another assembly",
        _ => "not accessible",
    };

    private static bool HasHiddenTypeParameter(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.TypeParameters.Any(p => !names.Add(p.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private static int Depth(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return 1 + Depth(array.ElementType);
            case INamedTypeSymbol { IsTupleType: false } named:
                int depth = 0;
                for (INamedTypeSymbol? t = named; t is not null; t = t.ContainingType)
                {
                    foreach (ITypeSymbol argument in t.TypeArguments)
                    {
                        depth = Math.Max(depth, Depth(argument));
                    }
                }

                return 1 + depth;
            default:
                return 1;
        }
    }
}
