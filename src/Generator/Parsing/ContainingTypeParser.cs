using System.Globalization;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Describes a type of the user's so that another part of it can be declared.</summary>
internal static class ContainingTypeParser
{
    private static readonly SymbolDisplayFormat s_fullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    public static HolderModel Parse(INamedTypeSymbol type) => new(
        type.ToDisplayString(s_fullName),
        ((uint)StableHash.Of(MethodIdentity.GetMetadataName(type))).ToString("X8", CultureInfo.InvariantCulture),
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Substring("global::".Length),
        type.WithContainingTypes().Select(static t => new ContainingTypeModel(GetKeyword(t), TypeNames.Escape(t.Name), IsReachableInAssembly(t.DeclaredAccessibility))).ToImmutableEquatableArray());

    /// <summary>Whether code elsewhere in the assembly can name a member of this accessibility.</summary>
    public static bool IsReachableInAssembly(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static string GetKeyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };
}
