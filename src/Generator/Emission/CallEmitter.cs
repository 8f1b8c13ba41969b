using ProcGen.Generator.Models;
using ProcGen.Generator.Parsing;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the class that holds the arguments of one call, on the caller's side.</summary>
internal static class CallEmitter
{
    public static string GetClassName(MethodModel method) => method.UniqueName + "_Call";

    public static void Write(SourceWriter writer, MethodModel method, StubClassModel model)
    {
        string access = model.SeesRuntimeInternals ? "protected internal" : "protected";
        ParameterModel[] parameters = [.. method.Parameters.Where(static p => p.Role != ParameterRole.State)];
        if (method.IsObsolete)
        {
            writer.WriteLine("[global::System.Obsolete]");
        }

        // The call of a process's body is made by the process itself, outside of the stub class.
        string classAccess = method.Role == MethodRole.ProcessBody ? "internal" : "private";
        writer.OpenBlock($"{classAccess} sealed class {GetClassName(method)} : {StubEmitter.GetCallType(method)}");
        WriteFieldsAndConstructor(writer, method, parameters);
        bool isTyped = method is { Role: MethodRole.Call, ResultRole: not ResultRole.None };
        writer.WriteLine(isTyped
            ? $"{access} override {Names.ProcessMethod}<{method.ResultType}> TypedMethod => {MethodEmitter.GetClassName(method)}.Instance;"
            : $"public override {Names.ProcessMethod} Method => {MethodEmitter.GetClassName(method)}.Instance;");
        writer.WriteLine();
        WriteArguments(writer, method, parameters, access);
        WriteLiveArguments(writer, parameters, access);
        writer.CloseBlock();
    }

    private static string GetField(string name) => "_" + name;

    private static void WriteFieldsAndConstructor(SourceWriter writer, MethodModel method, ParameterModel[] parameters)
    {
        var fields = new List<(string Type, string Name)>();
        if (method.Receiver is { } receiver)
        {
            fields.Add((receiver.Type, receiver.Name));
        }

        fields.AddRange(parameters.Select(static p => (p.Type, p.Name)));
        foreach ((string type, string name) in fields)
        {
            writer.WriteLine($"private readonly {type} {GetField(name)};");
        }

        if (fields.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.OpenBlock($"internal {GetClassName(method)}({string.Join(", ", fields.Select(static f => $"{f.Type} {TypeNames.Escape(f.Name)}"))})");
        if (method.Receiver is { IsReference: true } reference)
        {
            writer.WriteLine($"global::System.ArgumentNullException.ThrowIfNull({reference.Name});");
        }

        foreach ((_, string name) in fields)
        {
            writer.WriteLine($"{GetField(name)} = {TypeNames.Escape(name)};");
        }

        writer.CloseBlock();
        writer.WriteLine();
    }

    private static void WriteArguments(SourceWriter writer, MethodModel method, ParameterModel[] parameters, string access)
    {
        writer.OpenBlock($"{access} override void WriteArguments(ref {Names.PayloadWriter} writer)");
        if (method.Receiver is { } receiver)
        {
            writer.WriteLine(ValueEmitter.Write(receiver.Value, "writer", GetField(receiver.Name)));
        }

        foreach (ParameterModel parameter in parameters)
        {
            switch (parameter.Role)
            {
                case ParameterRole.Value:
                    writer.WriteLine(ValueEmitter.Write(parameter.Value!, "writer", GetField(parameter.Name)));
                    break;
                case ParameterRole.Progress or ParameterRole.Sequence or ParameterRole.AsyncSequence:
                    writer.WriteLine($"writer.Writer.WriteUnmanaged({GetField(parameter.Name)} is not null);");
                    break;
            }
        }

        writer.CloseBlock();
    }

    private static void WriteLiveArguments(SourceWriter writer, ParameterModel[] parameters, string access)
    {
        ParameterModel[] live = [.. parameters.Where(static p => p.IsLive)];
        if (live.Length == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.OpenBlock($"{access} override void AddLiveArguments({Names.LiveArguments} live)");
        for (int ordinal = 0; ordinal < live.Length; ordinal++)
        {
            ParameterModel parameter = live[ordinal];
            string field = GetField(parameter.Name);
            if (parameter.Role == ParameterRole.Token)
            {
                writer.WriteLine($"live.AddToken({ordinal}, {field});");
                continue;
            }

            string add = parameter.Role == ParameterRole.Progress
                ? $"live.AddProgress<{parameter.ValueType}>({ordinal}, {field}, {Lambdas.Read(parameter.Value!)});"
                : $"live.AddSequence<{parameter.ValueType}>({ordinal}, {field}, {Lambdas.Write(parameter.Value!, parameter.ValueType)});";
            writer.OpenBlock($"if ({field} is not null)");
            writer.WriteLine(add);
            writer.CloseBlock();
        }

        writer.CloseBlock();
    }
}
