using Microsoft.CodeAnalysis;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of one parameter.</summary>
internal static class ParameterParser
{
    public static ParameterModel? TryParse(ParameterShape shape, MethodShape method, ValueParser values, out RuleViolation? violation)
    {
        IParameterSymbol parameter = shape.Symbol;
        ValueModel? value = null;
        violation = null;
        if (shape.Role.HasValue)
        {
            value = values.TryParse(shape.ValueType, parameter.GetAttributes(), RuleIds.ParameterCannotCross, parameter, out violation);
            if (value is null)
            {
                violation = violation! with { Reason = $"parameter '{parameter.Name}': {violation.Reason}" };
                return null;
            }
        }

        string attributes = MirroredAttributes.OfParameter(parameter, out bool isCallerInfo);
        return new ParameterModel
        {
            Role = shape.Role,
            Name = parameter.Name,
            Identifier = TypeNames.Escape(parameter.Name),
            Type = TypeNames.Annotated(parameter.Type),
            SignatureType = DocumentationCommentId.CreateReferenceId(parameter.Type),
            ValueType = TypeNames.Annotated(shape.ValueType),
            Value = value,
            Attributes = attributes,
            IsParams = parameter.IsParams,
            Default = HasOnlyOptionalAfter(parameter, method) ? DefaultValues.Format(parameter) : null,
            IsCallerInfo = isCallerInfo,
        };
    }

    /// <summary>Whether C# lets the stub's parameter have a default: attributes can give one also to a parameter with required ones after it.</summary>
    private static bool HasOnlyOptionalAfter(IParameterSymbol parameter, MethodShape method)
    {
        for (int i = parameter.Ordinal + 1; i < method.Parameters.Length; i++)
        {
            ParameterShape later = method.Parameters[i];
            if (later.Role != ParameterRole.State && !later.Symbol.IsParams && DefaultValues.Format(later.Symbol) is null)
            {
                return false;
            }
        }

        return true;
    }
}
