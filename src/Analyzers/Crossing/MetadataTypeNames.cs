using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ProcGen.Analyzers.Crossing;

/// <summary>Reads the full names of types from signatures in metadata, without type arguments.</summary>
internal sealed class MetadataTypeNames : ISignatureTypeProvider<string, object?>
{
    public static MetadataTypeNames Instance { get; } = new();

    public string GetArrayType(string elementType, ArrayShape shape) => "Array";

    public string GetSZArrayType(string elementType) => "Array";

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => "Pointer";

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "FunctionPointer";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericMethodParameter(object? genericContext, int index) => "TypeParameter";

    public string GetGenericTypeParameter(object? genericContext, int index) => "TypeParameter";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return NameOf(reader, type.Namespace, type.Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return NameOf(reader, type.Namespace, type.Name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string NameOf(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : reader.GetString(space) + "." + reader.GetString(name);
}
