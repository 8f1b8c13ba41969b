using System.Globalization;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of one marked method.</summary>
internal static class MethodParser
{
    /// <summary>The model of a method.</summary>
    /// <param name="shape">The method.</param>
    /// <param name="stubAccessibility">The accessibility of its stub in the class it is generated into.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="types">How the types of the signature cross.</param>
    /// <param name="violation">Why there is none.</param>
    public static MethodModel? TryParse(MethodShape shape, Accessibility stubAccessibility, KnownSymbols known, TypeModelBuilder types, out RuleViolation? violation)
    {
        IMethodSymbol method = shape.Method;
        var values = new ValueParser(types);
        ReceiverModel? receiver = null;
        if (shape.HasReceiver)
        {
            if (values.TryParse(method.ContainingType, [], RuleIds.ReceiverCannotCross, method, out violation) is not { } value)
            {
                return null;
            }

            receiver = new(GetReceiverName(method), TypeNames.Plain(method.ContainingType), method.ContainingType.IsReferenceType, value);
        }

        var parameters = new List<ParameterModel>();
        foreach (ParameterShape parameter in shape.Parameters)
        {
            if (ParameterParser.TryParse(parameter, shape, values, out violation) is not { } model)
            {
                return null;
            }

            parameters.Add(model);
        }

        ValueModel? result = null;
        if (shape is { Role: MethodRole.Call, ResultType: { } type })
        {
            result = values.TryParse(type, method.GetReturnTypeAttributes(), RuleIds.ResultCannotCross, method, out violation);
            if (result is null)
            {
                return null;
            }
        }

        violation = null;
        return new MethodModel
        {
            Role = shape.Role,
            Identifier = TypeNames.Escape(method.Name),
            UniqueName = MethodIdentity.GetUniqueName(method),
            DisplayName = MethodIdentity.GetDisplayName(method),
            DocumentationId = MethodIdentity.GetDocumentationId(method),
            Id = MethodIdentity.GetId(method),
            SchemaHash = GetSchemaHash(shape, values),
            StubAccessibility = stubAccessibility == Accessibility.Public ? "public" : "internal",
            IsReachableInAssembly = ContainingTypeParser.IsReachableInAssembly(method.DeclaredAccessibility),
            Attributes = MirroredAttributes.OfMethod(method, known),
            IsObsolete = method.HasAttribute(known.ObsoleteAttribute),
            IsNullableOblivious = IsNullableOblivious(method),
            Receiver = receiver,
            Parameters = parameters.ToImmutableEquatableArray(),
            IsAwaited = shape.IsAwaited,
            IsTaskObject = shape.IsAwaited && method.ReturnType.IsReferenceType,
            ResultRole = shape.Result,
            ResultType = shape.ResultType is null ? null : TypeNames.Annotated(shape.ResultType),
            Result = result,
            Serializers = values.Serializers,
            Items = values.Items,
            Contract = GetContract(method, known),
        };
    }

    /// <summary>A hash of what crosses and in which role, so that two builds that differ in it do not misread each other.</summary>
    private static ulong GetSchemaHash(MethodShape shape, ValueParser values)
    {
        var hash = new StableHash();
        foreach (ParameterShape parameter in shape.Parameters)
        {
            hash.Add(parameter.Role.ToString());
            hash.Add(TypeNames.Plain(parameter.ValueType));
        }

        hash.Add(shape.Result.ToString());
        hash.Add(shape.ResultType is null ? "" : TypeNames.Plain(shape.ResultType));
        hash.Add(values.SchemaHash);
        return hash.Value;
    }

    private static string GetReceiverName(IMethodSymbol method)
    {
        string name = "instance";
        for (int i = 2; method.Parameters.Any(p => p.Name == name); i++)
        {
            name = "instance" + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    /// <summary>Whether the method was written where nullable reference types are off.</summary>
    private static bool IsNullableOblivious(IMethodSymbol method) =>
        method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(static t => t.IsReferenceType && t.NullableAnnotation == NullableAnnotation.None);

    private static ImmutableEquatableArray<string> GetContract(IMethodSymbol method, KnownSymbols known)
    {
        if (method.FindAttribute(known.RunInProcessAttribute) is not { } attribute)
        {
            return [];
        }

        return attribute.NamedArguments
            .Where(static a => a.Value is { Kind: TypedConstantKind.Primitive, Value: not null })
            .Select(static a => $"{a.Key} = {(a.Value.Value is bool b ? (b ? "true" : "false") : Convert.ToString(a.Value.Value, CultureInfo.InvariantCulture))}")
            .OrderBy(static a => a, StringComparer.Ordinal)
            .ToImmutableEquatableArray();
    }
}
