using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>How a marked method is told from all others: on the wire, in generated code, and to a person.</summary>
internal static class MethodIdentity
{
    private static readonly SymbolDisplayFormat s_displayFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The id on the wire: the assembly's name, the full signature, and the type of the result.</summary>
    public static ulong GetId(IMethodSymbol method)
    {
        var hash = new StableHash();
        hash.Add(method.ContainingAssembly.Name);
        hash.Add(GetDocumentationId(method));
        hash.Add(DocumentationCommentId.CreateReferenceId(method.ReturnType));
        return hash.Value;
    }

    /// <summary>The name of what is generated for a method in its type: readable, and another one for each overload.</summary>
    public static string GetUniqueName(IMethodSymbol method)
    {
        ulong id = GetId(method);
        return method.Name + "_" + ((uint)(id ^ (id >> 32))).ToString("X8", CultureInfo.InvariantCulture);
    }

    /// <summary>The id of the documentation: the full name of the method and its parameters' types. Unique in its assembly.</summary>
    public static string GetDocumentationId(IMethodSymbol method) =>
        method.GetDocumentationCommentId() ?? method.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The full name of a type, unique in its assembly.</summary>
    public static string GetMetadataName(INamedTypeSymbol type) => DocumentationCommentId.CreateReferenceId(type);

    /// <summary>The method as a person reads it: <c>Primes.Count(int, int)</c>.</summary>
    public static string GetDisplayName(IMethodSymbol method) => method.ToDisplayString(s_displayFormat);

    /// <summary>What two stubs of one class must not have in common: the name and the types of the parameters, the receiver included.</summary>
    public static string GetStubSignature(MethodShape shape)
    {
        IEnumerable<string> types = shape.Parameters.Where(p => p.Role != ParameterRole.State).Select(p => DocumentationCommentId.CreateReferenceId(p.Symbol.Type));
        if (shape.HasReceiver)
        {
            types = types.Prepend(DocumentationCommentId.CreateReferenceId(shape.Method.ContainingType));
        }

        return $"{shape.Method.Name}({string.Join(",", types)})";
    }
}
