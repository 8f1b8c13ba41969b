using ProcGen.Generator.Models;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the class that holds the arguments of one call, on the caller's side.</summary>
internal static class CallEmitter
{
    public static string GetClassName(MethodModel method) => method.UniqueName + "_Call";

    /// <summary>What makes a call of its arguments, in code.</summary>
    public static string GetCreation(MethodModel method) => method.IsServedByRuntime ? $"{MethodEmitter.GetInstance(method)}.Call" : $"new {GetClassName(method)}";

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
        writer.WriteLine(method.HasTypedResult
            ? $"{access} override {Names.ProcessMethod}<{method.ResultType}> TypedMethod => {MethodEmitter.GetClassName(method)}.Instance;"
            : $"public override {Names.ProcessMethod} Method => {MethodEmitter.GetClassName(method)}.Instance;");
        writer.WriteLine();
        WriteArguments(writer, method, access);
        WriteLiveArguments(writer, method, access);
        writer.CloseBlock();
    }

    private static string GetField(string name) => "_" + name;

    private static void WriteFieldsAndConstructor(SourceWriter writer, MethodModel method, ParameterModel[] parameters)
    {
        var fields = new List<(string Type, string Name, string Identifier)>();
        if (method.Receiver is { } receiver)
        {
            fields.Add((receiver.Type, receiver.Name, receiver.Name));
        }

        fields.AddRange(parameters.Select(static p => (p.Type, p.Name, p.Identifier)));
        if (fields.Count == 0)
        {
            return;
        }

        foreach ((string type, string name, _) in fields)
        {
            writer.WriteLine($"private readonly {type} {GetField(name)};");
        }

        writer.WriteLine();
        writer.OpenBlock($"internal {GetClassName(method)}({string.Join(", ", fields.Select(static f => $"{f.Type} {f.Identifier}"))})");
        if (method.Receiver is { IsReference: true } reference)
        {
            writer.WriteLine($"global::System.ArgumentNullException.ThrowIfNull({reference.Name});");
        }

        foreach ((_, string name, string identifier) in fields)
        {
            writer.WriteLine($"{GetField(name)} = {identifier};");
        }

        writer.CloseBlock();
        writer.WriteLine();
    }

    private static void WriteArguments(SourceWriter writer, MethodModel method, string access)
    {
        writer.OpenBlock($"{access} override void WriteArguments(ref {Names.PayloadWriter} writer)");
        foreach (List<ArgumentModel> run in ByteRuns.Split(method.GetArguments(), static a => a.IsBytes))
        {
            writer.WriteLine(run[0].IsBytes
                ? $"writer.Writer.WriteUnmanaged({string.Join(", ", run.Select(static a => GetField(a.Name) + (a.IsPresence ? " is not null" : "")))});"
                : ValueEmitter.Write(run[0].Value!, "writer", GetField(run[0].Name)));
        }

        writer.CloseBlock();
    }

    private static void WriteLiveArguments(SourceWriter writer, MethodModel method, string access)
    {
        ParameterModel[] live = [.. method.LiveParameters];
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

            writer.OpenBlock($"if ({field} is not null)");
            writer.WriteLine(parameter.Role switch
            {
                ParameterRole.Progress => $"live.AddProgress<{parameter.ValueType}>({ordinal}, {field}, {Lambdas.Read(parameter.Value!)});",
                ParameterRole.Bytes => $"live.AddStream({ordinal}, {field});",
                ParameterRole.Text => $"live.AddTextReader({ordinal}, {field});",
                _ => $"live.AddSequence<{parameter.ValueType}>({ordinal}, {field}, {Lambdas.Write(parameter.Value!, parameter.ValueType)});",
            });
            writer.CloseBlock();
        }

        writer.CloseBlock();
    }
}
