using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>A codec that a <c>[assembly: ProcessCodec]</c> names.</summary>
/// <param name="Type">The codec.</param>
/// <param name="Error">Why it does not fit, or null.</param>
internal readonly record struct UserCodec(INamedTypeSymbol Type, string? Error);

/// <summary>
/// The codecs named by the attributes of the compilation's assembly and, after them, of the assemblies that declare the types. Read once per compilation. Thread-safe.
/// </summary>
internal sealed class UserCodecs
{
    // Weak: a compilation that nobody uses any more is not kept alive by what was found out about it.
    private static readonly ConditionalWeakTable<Compilation, UserCodecs> s_cache = new();

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<string, Dictionary<string, INamedTypeSymbol>> _byAssembly = new(StringComparer.Ordinal);

    private UserCodecs(Compilation compilation) => _compilation = compilation;

    public static UserCodecs For(Compilation compilation) => s_cache.GetValue(compilation, static c => new UserCodecs(c));

    public bool TryGet(ITypeSymbol type, out UserCodec codec)
    {
        if (Find(_compilation.Assembly, type) is { } own)
        {
            codec = Check(own, type);
            return true;
        }

        if (type.ContainingAssembly is { } declaring && !SymbolEqualityComparer.Default.Equals(declaring, _compilation.Assembly) && Find(declaring, type) is { } theirs)
        {
            codec = Check(theirs, type);
            return true;
        }

        codec = default;
        return false;
    }

    private INamedTypeSymbol? Find(IAssemblySymbol assembly, ITypeSymbol type)
    {
        if (!_byAssembly.TryGetValue(assembly.Name, out Dictionary<string, INamedTypeSymbol>? codecs))
        {
            codecs = _byAssembly.GetOrAdd(assembly.Name, Collect(assembly));
        }

        if (codecs.Count == 0)
        {
            return null;
        }

        if (codecs.TryGetValue(type.Source(), out INamedTypeSymbol? codec))
        {
            return codec;
        }

        // typeof(Box<>) with typeof(BoxCodec<>): the codec takes the type's arguments.
        return type is INamedTypeSymbol { IsGenericType: true, ContainingType: null } generic &&
            codecs.TryGetValue(generic.ConstructUnboundGenericType().Source(), out INamedTypeSymbol? open) && open.IsUnboundGenericType && open.Arity == generic.Arity
            ? open.OriginalDefinition.Construct([.. generic.TypeArguments])
            : null;
    }

    private static Dictionary<string, INamedTypeSymbol> Collect(IAssemblySymbol assembly)
    {
        var codecs = new Dictionary<string, INamedTypeSymbol>(StringComparer.Ordinal);
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ProcessCodecAttribute", ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } } &&
                attribute.ConstructorArguments is [{ Value: ITypeSymbol target }, { Value: INamedTypeSymbol codec }])
            {
                codecs[target.Source()] = codec;
            }
        }

        return codecs;
    }

    private static UserCodec Check(INamedTypeSymbol codec, ITypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in codec.AllInterfaces)
        {
            if (implemented.Name == "IProcessCodec" && implemented.TypeArguments is [{ } target] && target.Source() == type.Source())
            {
                return codec.GetMembers("Write").Any(IsPublicStatic) && codec.GetMembers("Read").Any(IsPublicStatic)
                    ? new UserCodec(codec, null)
                    : new UserCodec(codec, $"its codec '{codec.Short()}' implements IProcessCodec<{type.Short()}> explicitly, so generated code cannot call it");
            }
        }

        return new UserCodec(codec, $"its codec '{codec.Short()}' does not implement IProcessCodec<{type.Short()}>");

        static bool IsPublicStatic(ISymbol member) => member is { IsStatic: true, DeclaredAccessibility: Accessibility.Public };
    }
}
