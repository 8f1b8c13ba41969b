using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>A codec that a <c>[assembly: ProcessCodec]</c> names.</summary>
/// <param name="Type">The codec.</param>
/// <param name="Error">Why it does not fit, or null.</param>
internal readonly record struct UserCodec(INamedTypeSymbol Type, string? Error);

/// <summary>The codecs named by the attributes of the compilation's assembly and, after them, of the assemblies that declare the types.</summary>
internal sealed class UserCodecs(Compilation compilation)
{
    private readonly Dictionary<string, Dictionary<string, INamedTypeSymbol>> _byAssembly = new(StringComparer.Ordinal);

    public bool TryGet(ITypeSymbol type, out UserCodec codec)
    {
        if (Find(compilation.Assembly, type) is { } own)
        {
            codec = Check(own, type);
            return true;
        }

        if (type.ContainingAssembly is { } declaring && !SymbolEqualityComparer.Default.Equals(declaring, compilation.Assembly) && Find(declaring, type) is { } theirs)
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
            _byAssembly.Add(assembly.Name, codecs = Collect(assembly));
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
