using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>
/// Writes the field that describes a marked method which a generic class of the runtime serves: the types of its parameters and result with their codecs, its identity, its contract and its body.
/// </summary>
internal static class DelegateMethodEmitter
{
    public static void Write(SourceWriter writer, MethodModel method, StubClassModel model)
    {
        List<string> arguments = [];
        if (method.Receiver is { } receiver)
        {
            arguments.Add($"{receiver.Type}, {receiver.Value.Codec}");
        }

        arguments.AddRange(method.Parameters.Select(static p => $"{p.Type}, {GetCodec(p)}"));
        if (method.HasTypedResult)
        {
            arguments.Add($"{method.ResultType}, {method.Result!.Codec}");
        }

        string type = $"{Names.Runtime}{(method.IsAwaited ? "Async" : "")}{(method.HasTypedResult ? "ProcessFunction" : "ProcessAction")}";
        writer.WriteLine($"private static readonly {type}{(arguments.Count == 0 ? "" : "<")}");
        writer.Indent();
        for (int i = 0; i < arguments.Count; i++)
        {
            writer.WriteLine(arguments[i] + (i < arguments.Count - 1 ? "," : ">"));
        }

        writer.WriteLine($"{MethodEmitter.GetInstance(method)} =");
        string identity = $"0x{method.Id:X16}, 0x{method.SchemaHash:X16}, {SymbolDisplay.FormatLiteral(method.DisplayName, quote: true)}, typeof({WellKnownTypes.StubClass})";
        writer.WriteLine($"new({identity}, {GetBody(method, model)}){GetContract(method)};");
        writer.Unindent();
    }

    private static string GetCodec(ParameterModel parameter) => parameter.Role switch
    {
        ParameterRole.Token => $"{Names.Runtime}TokenArgument",
        ParameterRole.Progress => $"{Names.Runtime}ProgressArgument<{parameter.ValueType}, {parameter.Value!.Codec}>",
        ParameterRole.Sequence => $"{Names.Runtime}SequenceArgument<{parameter.ValueType}, {parameter.Value!.Codec}>",
        ParameterRole.AsyncSequence => $"{Names.Runtime}AsyncSequenceArgument<{parameter.ValueType}, {parameter.Value!.Codec}>",
        _ => parameter.Value!.Codec,
    };

    private static string GetBody(MethodModel method, StubClassModel model)
    {
        // A conditional method can be called and has no delegate.
        if (method.Receiver is null && (method.IsAwaited || method.HasTypedResult))
        {
            return $"{model.TypeName}.{method.Identifier}";
        }

        string parameters = string.Join(", ", method.Parameters.Select(static p => p.Identifier));
        return method.Receiver is { } receiver
            ? $"static ({receiver.Name}{(parameters.Length == 0 ? "" : ", " + parameters)}) => {receiver.Name}.{method.Identifier}({parameters})"
            : $"static ({parameters}) => {model.TypeName}.{method.Identifier}({parameters})";
    }

    private static string GetContract(MethodModel method)
    {
        List<string> properties = [];
        ParameterModel[] live = [.. method.LiveParameters];
        if (live.Any(static p => p.Role == ParameterRole.Token))
        {
            properties.Add("ObservesCancellation = true");
        }

        if (live.Length > 0)
        {
            properties.Add($"LiveParameters = [{string.Join(", ", live.Select(static p => $"\"{p.Name}\""))}]");
        }

        properties.AddRange(method.Contract);
        return properties.Count == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
    }
}
