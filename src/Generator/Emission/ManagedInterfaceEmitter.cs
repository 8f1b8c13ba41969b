using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the file of one managed interface: the class of its proxies, what runs its members in the manager, and its codec.</summary>
internal static class ManagedInterfaceEmitter
{
    public static SourceWriter Emit(ManagedInterfaceModel model)
    {
        var writer = new SourceWriter();
        Header.WriteFile(writer);
        foreach (string skipped in model.Skipped)
        {
            writer.WriteLine($"// {skipped.Replace('\n', ' ').Replace('\r', ' ')}");
        }

        if (model.Skipped.Count > 0)
        {
            return writer;
        }

        writer.WriteLine($"namespace {model.Namespace};");
        writer.WriteLine();
        writer.WriteLine($"/// <summary>A proxy of an object behind <see cref=\"{model.Type}\"/> in another process.</summary>");
        Header.WriteHiddenType(writer);
        if (model.IsObsolete)
        {
            writer.WriteLine("[global::System.Obsolete]");
        }

        writer.OpenBlock($"{model.Accessibility} sealed class {model.ProxyName} : {Names.ManagedProxy}, {model.Type}");
        writer.WriteLine($"private {model.ProxyName}({Names.ManagedHandle} handle) : base(handle) {{ }}");
        writer.WriteLine();
        WriteMembers(writer, model);
        WriteFinder(writer, model);
        WriteCodec(writer, model);
        StubClassModel stubClass = model.ToStubClass();
        foreach (ManagedMemberModel member in model.Members)
        {
            writer.WriteLine();
            CallEmitter.Write(writer, member.Method, stubClass);
            writer.WriteLine();
            MethodEmitter.Write(writer, member.Method, stubClass);
        }

        writer.CloseBlock();
        return writer;
    }

    private static void WriteMembers(SourceWriter writer, ManagedInterfaceModel model)
    {
        foreach (IGrouping<string, ManagedMemberModel> property in model.Members.Where(static m => m.Method.Property is not null).GroupBy(static m => m.Method.Property!))
        {
            ManagedMemberModel any = property.FirstOrDefault(static m => m.Method.ResultRole != ResultRole.None) ?? property.First();
            string type = any.Method.ResultRole != ResultRole.None ? any.Returns : any.Method.Parameters[0].Type;
            writer.OpenBlock($"{type} {model.Type}.{property.Key}");
            foreach (ManagedMemberModel accessor in property)
            {
                writer.WriteLine(accessor.Method.ResultRole != ResultRole.None ? $"get => {Invoke(accessor)};" : $"set => {Invoke(accessor)};");
            }

            writer.CloseBlock();
            writer.WriteLine();
        }

        foreach (ManagedMemberModel member in model.Members.Where(static m => m.Method.Property is null))
        {
            string parameters = string.Join(", ", member.Method.Parameters.Select(static p => $"{p.Type} {p.Identifier}"));
            writer.WriteLine($"{member.Returns} {model.Type}.{member.Method.Identifier}({parameters}) => {Invoke(member)};");
            writer.WriteLine();
        }
    }

    private static string Invoke(ManagedMemberModel member)
    {
        string arguments = string.Join(", ", member.Method.Parameters.Select(static p => p.Identifier).Prepend("this"));
        string call = $"new {CallEmitter.GetClassName(member.Method)}({arguments})";
        return member.Form switch
        {
            ManagedForm.Task => $"RunAsync({call})",
            ManagedForm.ValueTask => $"new(RunAsync({call}))",
            ManagedForm.Sequence => $"Stream({call})",
            ManagedForm.AsyncSequence => $"StreamAsync({call})",
            _ => $"Run({call})",
        };
    }

    private static void WriteFinder(SourceWriter writer, ManagedInterfaceModel model)
    {
        writer.WriteLine($"internal static {Names.ProcessMethod}? {GeneratedNames.Finder}(ulong id) => id switch");
        writer.OpenBlock();
        foreach (ManagedMemberModel member in model.Members)
        {
            writer.WriteLine($"0x{member.Method.Id:X16} => {MethodEmitter.GetClassName(member.Method)}.Instance,");
        }

        writer.WriteLine("_ => null,");
        writer.CloseBlock(";");
        writer.WriteLine();
    }

    private static void WriteCodec(SourceWriter writer, ManagedInterfaceModel model)
    {
        writer.WriteLine("/// <summary>The objects cross as handles.</summary>");
        writer.OpenBlock($"public readonly struct {GeneratedPlaces.ProxyCodec} : {Names.ProcessCodec}<{model.Type}>");
        writer.WriteLine($$"""
            /// <inheritdoc/>
            public static void Write(ref {{Names.PayloadWriter}} writer, {{model.Type}}? value) => {{Names.ManagedCodec}}.Write(ref writer, value);

            /// <inheritdoc/>
            public static {{model.Type}}? Read(ref {{Names.PayloadReader}} reader) => {{Names.ManagedCodec}}.Read<{{model.Type}}>(ref reader, static handle => new {{model.ProxyName}}(handle));
            """);
        writer.CloseBlock();
    }
}
