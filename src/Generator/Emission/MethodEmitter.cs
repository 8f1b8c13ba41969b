using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Models;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the class that describes one marked method and runs it, on the worker's side.</summary>
internal static class MethodEmitter
{
    public static string GetClassName(MethodModel method) => method.UniqueName + "_Method";

    /// <summary>The one object that describes the method, in code.</summary>
    public static string GetInstance(MethodModel method) => method.IsServedByRuntime ? GetClassName(method) : $"{GetClassName(method)}.Instance";

    public static void Write(SourceWriter writer, MethodModel method, StubClassModel model)
    {
        if (method.IsObsolete)
        {
            writer.WriteLine("[global::System.Obsolete]");
        }

        writer.OpenBlock($"private sealed class {GetClassName(method)} : {Names.ProcessMethod}{(method.HasTypedResult ? $"<{method.ResultType}>" : "")}");
        WriteConstructor(writer, method);
        bool isAsync = method.IsAwaited || method.ResultRole == ResultRole.AsyncSequence;
        if (isAsync)
        {
            writer.WriteLine();
            writer.WriteLine($"public override {Names.ProcessMethodKind} Kind => {Names.ProcessMethodKind}.Asynchronous;");
        }

        writer.WriteLine();
        var names = new LocalNames(method);
        writer.OpenBlock(isAsync
            ? $"public override async {Names.ValueTask} InvokeAsync({Names.WorkerCall} {names.Call})"
            : $"public override void Invoke({Names.WorkerCall} {names.Call})");
        WriteBody(writer, method, model, names);
        writer.CloseBlock();
        if (method.HasTypedResult)
        {
            writer.WriteLine();
            writer.WriteLine($"public override {method.ResultType} ReadResult(ref {Names.PayloadReader} reader) => {ValueEmitter.Read(method.Result!, "reader")};");
        }

        writer.CloseBlock();
    }

    private static void WriteConstructor(SourceWriter writer, MethodModel method)
    {
        string name = GetClassName(method);
        writer.WriteLine($$"""
            internal static readonly {{name}} Instance = new();

            private {{name}}()
                : base(0x{{method.Id:X16}}, 0x{{method.SchemaHash:X16}}, {{SymbolDisplay.FormatLiteral(method.DisplayName, quote: true)}})
            """);
        writer.OpenBlock();
        ParameterModel[] live = [.. method.LiveParameters];
        if (live.Any(static p => p.Role == ParameterRole.Token))
        {
            writer.WriteLine("ObservesCancellation = true;");
        }

        if (live.Length > 0)
        {
            writer.WriteLine($"LiveParameters = [{string.Join(", ", live.Select(static p => $"\"{p.Name}\""))}];");
        }

        if (method.Role == MethodRole.Call && method.GetArguments().All(static a => a.IsPresence || IsFlat(a.Value)) && IsFlat(method.Result))
        {
            writer.WriteLine("IsFlat = true;");
        }

        foreach (string property in method.Contract)
        {
            writer.WriteLine(property + ";");
        }

        writer.CloseBlock();
    }

    private static bool IsFlat(ValueModel? value) => value is null or { Form: ValueForm.Unmanaged or ValueForm.String };

    private static void WriteBody(SourceWriter writer, MethodModel method, StubClassModel model, LocalNames names)
    {
        WriteArguments(writer, method, names);
        string target = method.Receiver is { } receiver ? receiver.Name : model.TypeName;
        string body = method switch
        {
            { Property: { } property, ResultRole: ResultRole.None } => $"{target}.{property} = {method.Parameters[0].Identifier}",
            { Property: { } property } => $"{target}.{property}",
            _ => $"{target}.{method.Identifier}({string.Join(", ", method.Parameters.Select(static p => p.Identifier))})",
        };
        bool locks = method.LocksReceiver && method is { IsAwaited: false, ResultRole: ResultRole.None or ResultRole.Value };
        if (locks)
        {
            // Until the result is written: it may be something that the object goes on changing.
            writer.OpenBlock($"lock ({target})");
        }

        WriteCall(writer, method, names, body);
        if (locks)
        {
            writer.CloseBlock();
        }
    }

    private static void WriteCall(SourceWriter writer, MethodModel method, LocalNames names, string body)
    {
        if (method.IsAwaited)
        {
            body = $"await {body}.ConfigureAwait(false)";
        }

        if (method.ResultRole == ResultRole.None)
        {
            writer.WriteLine(body + ";");
            return;
        }

        if (method.Role == MethodRole.StateFactory)
        {
            writer.WriteLine($"{names.Call}.SetState<{method.ResultType}>({body});");
            return;
        }

        switch (method.ResultRole)
        {
            case ResultRole.Sequence:
                writer.WriteLine($"{names.Call}.SendSequence<{method.ResultType}>({body}, {Lambdas.Write(method.Result!, method.ResultType!)});");
                break;
            case ResultRole.AsyncSequence:
                writer.WriteLine($"await {names.Call}.SendSequenceAsync<{method.ResultType}>({body}, {Lambdas.Write(method.Result!, method.ResultType!)}).ConfigureAwait(false);");
                break;
            default:
                writer.WriteLine($$"""
                    {{method.ResultType}} {{names.Result}} = {{body}};
                    {{Names.PayloadWriter}} {{names.Writer}} = {{names.Call}}.OpenResult();
                    {{ValueEmitter.Write(method.Result!, names.Writer, names.Result)}}
                    {{names.Call}}.CloseResult(ref {{names.Writer}});
                    """);
                break;
        }
    }

    private static void WriteArguments(SourceWriter writer, MethodModel method, LocalNames names)
    {
        writer.WriteLine($"{Names.PayloadReader} {names.Reader} = {names.Call}.OpenArguments();");
        foreach (List<ArgumentModel> run in ByteRuns.Split(method.GetArguments(), static a => a.IsBytes))
        {
            writer.WriteLine(run.Count > 1
                ? $"{names.Reader}.Reader.ReadUnmanaged({string.Join(", ", run.Select(a => $"out {a.Type} {names.GetLocal(a)}"))});"
                : $"{run[0].Type} {names.GetLocal(run[0])} = {(run[0].IsPresence ? $"{names.Reader}.Reader.ReadUnmanaged<bool>()" : ValueEmitter.Read(run[0].Value!, names.Reader))};");
        }

        int ordinal = 0;
        foreach (ParameterModel parameter in method.Parameters)
        {
            string? source = parameter.Role switch
            {
                ParameterRole.State => $"{names.Call}.GetState<{parameter.Type}>()",
                ParameterRole.Token => $"{names.Call}.GetToken({ordinal++})",
                ParameterRole.Progress => $"{names.Call}.GetProgress<{parameter.ValueType}>({ordinal++}, {Lambdas.Write(parameter.Value!, parameter.ValueType)})",
                ParameterRole.Sequence => $"{names.Call}.GetSequence<{parameter.ValueType}>({ordinal++}, {Lambdas.Read(parameter.Value!)})",
                ParameterRole.AsyncSequence => $"{names.Call}.GetAsyncSequence<{parameter.ValueType}>({ordinal++}, {Lambdas.Read(parameter.Value!)})",
                ParameterRole.Channel => $"{names.Call}.GetChannel<{parameter.ValueType}>({ordinal++}, {Lambdas.Read(parameter.Value!)})",
                ParameterRole.Bytes => $"{names.Call}.GetStream({ordinal++})",
                ParameterRole.Text => $"{names.Call}.GetTextReader({ordinal++})",
                _ => null,
            };
            if (source is not null)
            {
                string condition = parameter.Role is ParameterRole.State or ParameterRole.Token ? "" : $"{names.GetPresence(parameter.Name)} ? ";
                writer.WriteLine($"{parameter.Type} {parameter.Identifier} = {condition}{source}{(condition.Length == 0 ? "" : " : null!")};");
            }
        }

        if (method.Role == MethodRole.ProcessBody)
        {
            writer.WriteLine($"{method.Receiver!.Name}.AttachToWorker();");
        }

        writer.WriteLine($"{names.Call}.CloseArguments(ref {names.Reader});");
    }

    /// <summary>Names for the plumbing that no parameter of the method has.</summary>
    private sealed class LocalNames(MethodModel method)
    {
        public string Call { get; } = GetUnused(method, "call");

        public string Reader { get; } = GetUnused(method, "reader");

        public string Writer { get; } = GetUnused(method, "writer");

        public string Result { get; } = GetUnused(method, "result");

        /// <summary>The local that an argument is read into.</summary>
        public string GetLocal(ArgumentModel argument) => argument.IsPresence ? GetPresence(argument.Name) : argument.Identifier;

        /// <summary>The local that says whether a progress or a sequence is there.</summary>
        public string GetPresence(string parameter) => GetUnused(method, $"has_{parameter}");

        private static string GetUnused(MethodModel method, string name)
        {
            string unused = name;
            for (int i = 2; method.Parameters.Any(p => p.Name == unused) || method.Receiver?.Name == unused; i++)
            {
                unused = name + i.ToString(CultureInfo.InvariantCulture);
            }

            return unused;
        }
    }
}
