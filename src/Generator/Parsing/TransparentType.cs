using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// A type of this assembly for which making an object by its constructor and setting its properties is the same as restoring its fields, because none of them does anything else: a record that is nothing
/// but its parameters, a class or struct of automatic properties. So its serializer can be written without unsafe accessors, which are slow to compile and to bind.
/// </summary>
internal sealed class TransparentType
{
    private readonly Dictionary<string, int> _positions;

    private TransparentType(Dictionary<string, int> positions) => _positions = positions;

    /// <summary>The type, or null if its constructors or properties may do more.</summary>
    public static TransparentType? TryCreate(CrossingType type)
    {
        if (type is not { Kind: CrossingKind.Object, KeepsReferences: false, IsException: false, ForeignBase: null, Type: INamedTypeSymbol { IsAbstract: false } named }
            || named.BaseType is not { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType })
        {
            return null;
        }

        TypeDeclarationSyntax[] parts = [.. named.DeclaringSyntaxReferences.Select(static r => r.GetSyntax()).OfType<TypeDeclarationSyntax>()];
        if (FindConstructor(named, parts) is not { } constructor || !IsUsable(constructor) || HasEffects(parts, type.Members))
        {
            return null;
        }

        var positions = constructor.Parameters.ToDictionary(static p => p.Name, static p => p.Ordinal, StringComparer.Ordinal);
        var members = new HashSet<string>(type.Members.Select(static m => m.Name), StringComparer.Ordinal);
        bool areKnown = type.Members.All(m => positions.ContainsKey(m.Name) ? IsPositional(m) : CanBeSet(m))
            && positions.Keys.All(members.Contains)
            && !named.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !members.Contains(m.Name));
        return areKnown ? new(positions) : null;
    }

    /// <summary>The position of a member among the constructor's arguments; -1 for one that is set after it.</summary>
    public int GetPosition(CrossingMember member) => _positions.TryGetValue(member.Name, out int position) ? position : -1;

    /// <summary>Whether a member of any object can be read and set by its name, with the same effect as by its field.</summary>
    public static bool CanBeNamed(CrossingMember member) => CanBeSet(member) && member.Symbol is IFieldSymbol or IPropertySymbol { SetMethod.IsInitOnly: false };

    private static bool CanBeSet(CrossingMember member) => member.Symbol switch
    {
        IPropertySymbol property => IsAutomatic(property) && property.SetMethod is { } setter && IsUsable(setter),
        IFieldSymbol field => field is { IsImplicitlyDeclared: false, IsReadOnly: false } && field.CanBeReferencedByName && IsUsable(field),
        _ => false,
    };

    private static bool IsPositional(CrossingMember member) =>
        member.Symbol is IPropertySymbol property && IsAutomatic(property) && property.DeclaringSyntaxReferences is [{ } place] && place.GetSyntax() is ParameterSyntax;

    /// <summary>Whether reading or setting a property does nothing but that to its field, whatever the object's own type.</summary>
    private static bool IsAutomatic(IPropertySymbol property) =>
        property is { IsVirtual: false, IsOverride: false, IsAbstract: false, IsIndexer: false, RefKind: RefKind.None, ExplicitInterfaceImplementations: [], GetMethod: { } getter }
        && IsUsable(property)
        && IsUsable(getter)
        && property.DeclaringSyntaxReferences is [{ } place]
        && place.GetSyntax() switch
        {
            ParameterSyntax => true,
            PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } declaration =>
                !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) && accessors.Accessors.All(static a => a.Body is null && a.ExpressionBody is null),
            _ => false,
        };

    /// <summary>The constructor that sets nothing but the properties of its parameters, or nothing at all.</summary>
    private static IMethodSymbol? FindConstructor(INamedTypeSymbol type, TypeDeclarationSyntax[] parts)
    {
        TypeDeclarationSyntax? primary = parts.FirstOrDefault(static p => p.ParameterList is not null);
        if (primary is null)
        {
            return type.InstanceConstructors.FirstOrDefault(static c => c.Parameters.IsEmpty && c.IsImplicitlyDeclared);
        }

        return primary is RecordDeclarationSyntax
            ? type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == primary.SyntaxTree && r.Span == primary.Span))
            : null;
    }

    /// <summary>Whether constructing an object runs an initializer that could be noticed: one with an effect, or one of a member that is not overwritten.</summary>
    private static bool HasEffects(TypeDeclarationSyntax[] parts, List<CrossingMember> members)
    {
        return parts.SelectMany(static p => p.Members).Any(member => member switch
        {
            PropertyDeclarationSyntax property when !property.Modifiers.Any(SyntaxKind.StaticKeyword) => Has(property.Initializer, property.Identifier),
            BaseFieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword) =>
                field.Declaration.Variables.Any(v => Has(v.Initializer, v.Identifier)),
            _ => false,
        });

        bool Has(EqualsValueClauseSyntax? initializer, SyntaxToken name) =>
            initializer is not null && !(members.FirstOrDefault(m => m.Name == name.ValueText) is { } member && IsHarmless(initializer.Value, member.Type));
    }

    private static bool IsHarmless(ExpressionSyntax value, CrossingType type) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsHarmless(suppressed.Operand, type),
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } negative => negative.IsKind(SyntaxKind.UnaryMinusExpression),
        MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } } => true,

        // An empty collection of .NET, which nobody sees.
        CollectionExpressionSyntax { Elements.Count: 0 } or ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } =>
            type is { Kind: CrossingKind.Codec, IsUserCodec: false },
        _ => false,
    };

    /// <summary>Whether generated code elsewhere in the assembly can name something, and does so without an error.</summary>
    private static bool IsUsable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && !symbol.GetAttributes().Any(static a => a.AttributeClass?.Name is "ObsoleteAttribute" or "ExperimentalAttribute" or "RequiresUnreferencedCodeAttribute" or "RequiresDynamicCodeAttribute");
}
