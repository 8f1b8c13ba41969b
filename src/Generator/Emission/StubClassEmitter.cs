using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the file of one containing type.</summary>
internal static class StubClassEmitter
{
    public static SourceWriter Emit(StubClassModel model)
    {
        var writer = new SourceWriter();
        Header.WriteFile(writer);
        foreach (string skipped in model.Skipped)
        {
            writer.WriteLine($"// {skipped.Replace('\n', ' ').Replace('\r', ' ')}");
        }

        if (model.Methods.Count == 0)
        {
            return writer;
        }

        if (model.Skipped.Count > 0)
        {
            writer.WriteLine();
        }

        if (model.Namespace is not null)
        {
            writer.WriteLine($"namespace {model.Namespace};");
            writer.WriteLine();
        }

        AccessorChain? finder = AccessorChain.ToFinder(model);
        MethodModel[] startups = [.. model.Methods.Where(static m => m.Role == MethodRole.Startup)];
        for (int level = 0; level < model.Types.Count; level++)
        {
            ContainingTypeModel type = model.Types[level];
            writer.OpenBlock($"partial {type.Keyword} {type.Name}");
            if (finder?.GetTarget(level) is { } target)
            {
                Header.WriteHidden(writer);
                writer.WriteLine($"internal static {Names.ProcessMethod}? {finder.Name}(ulong id) => {target}(id);");
                writer.WriteLine();
            }

            foreach (MethodModel startup in startups)
            {
                WriteStartupAccessor(writer, model, startup, level);
            }
        }

        if (model.Methods.FirstOrDefault(static m => m.Role == MethodRole.ProcessBody) is { } body)
        {
            WriteRunCall(writer, body);
        }

        if (finder is not null)
        {
            WriteStubClass(writer, model);
        }

        for (int level = 0; level < model.Types.Count; level++)
        {
            writer.CloseBlock();
        }

        return writer;
    }

    private static void WriteStartupAccessor(SourceWriter writer, StubClassModel model, MethodModel startup, int level)
    {
        AccessorChain chain = AccessorChain.ToStartup(model, startup);
        if (chain.GetTarget(level) is { } target)
        {
            Header.WriteHidden(writer);
            if (startup.IsObsolete)
            {
                writer.WriteLine("[global::System.Obsolete]");
            }

            writer.WriteLine(startup.IsAwaited
                ? $"internal static async {Names.ValueTask} {chain.Name}() => await {target}();"
                : $"internal static void {chain.Name}() => {target}();");
            writer.WriteLine();
        }
    }

    private static void WriteRunCall(SourceWriter writer, MethodModel body)
    {
        IEnumerable<string> arguments = body.Parameters.Select(static _ => "default").Prepend("this");
        writer.WriteLine("/// <inheritdoc/>");
        Header.WriteHidden(writer);
        writer.WriteLine($"protected override {Names.ProcessCall}? CreateRunCall() => new {WellKnownTypes.StubClass}.{CallEmitter.GetClassName(body)}({string.Join(", ", arguments)});");
        writer.WriteLine();
    }

    private static void WriteStubClass(SourceWriter writer, StubClassModel model)
    {
        MethodModel[] methods = [.. model.Methods.Where(static m => m.Role != MethodRole.Startup)];
        writer.WriteLine($"/// <summary>The calls of <see cref=\"{model.TypeName}\"/> that run in a worker process.</summary>");
        Header.WriteVisibleType(writer);
        writer.OpenBlock($"{model.Accessibility} {(model.HidesInherited ? "new " : "")}static class {WellKnownTypes.StubClass}");
        foreach (MethodModel method in methods)
        {
            if (method.Role != MethodRole.ProcessBody)
            {
                StubEmitter.Write(writer, method, model);
            }
        }

        WriteFinder(writer, methods);
        foreach (MethodModel method in methods)
        {
            writer.WriteLine();
            if (method.IsServedByRuntime)
            {
                DelegateMethodEmitter.Write(writer, method, model);
                continue;
            }

            CallEmitter.Write(writer, method, model);
            writer.WriteLine();
            MethodEmitter.Write(writer, method, model);
        }

        SerializerEmitter.EmitLocal(writer, methods.SelectMany(static m => m.Serializers));
        writer.CloseBlock();
    }

    private static void WriteFinder(SourceWriter writer, MethodModel[] methods)
    {
        Header.WriteHidden(writer);

        // Obsolete code may use obsolete members, even those whose use is an error.
        if (methods.Any(static m => m.IsObsolete))
        {
            writer.WriteLine("[global::System.Obsolete]");
        }

        writer.WriteLine($"internal static {Names.ProcessMethod}? {GeneratedNames.Finder}(ulong id) => id switch");
        writer.OpenBlock();
        foreach (MethodModel method in methods)
        {
            writer.WriteLine($"0x{method.Id:X16} => {MethodEmitter.GetInstance(method)},");
        }

        writer.WriteLine("_ => null,");
        writer.CloseBlock(";");
    }
}
