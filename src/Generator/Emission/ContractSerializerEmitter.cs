using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializer of a type of another assembly: its public members, restored by a public constructor and an object initializer.</summary>
internal static class ContractSerializerEmitter
{
    public static void Emit(SourceWriter writer, SerializerModel serializer)
    {
        SerializerEmitter.BeginWrite(writer, serializer);
        if (serializer.IsReferenceType)
        {
            writer.WriteLine("writer.Writer.WriteObjectHeader(0);");
        }

        writer.WriteLine($"writer.Enter(\"{serializer.DisplayName}\");");
        MemberEmitter.Write(writer, serializer.Members, m => "value." + m.Name);
        writer.WriteLine("writer.Leave();");
        writer.CloseBlock();
        writer.WriteLine();

        writer.OpenBlock($"public static {serializer.Type} Read(ref {Names.PayloadReader} reader)");
        if (serializer.IsReferenceType)
        {
            writer.OpenBlock($"if (!reader.TryReadHeader(\"{serializer.DisplayName}\"))");
            writer.WriteLine("return null;");
            writer.CloseBlock();
            writer.WriteLine();
        }

        writer.WriteLine($"reader.Enter(\"{serializer.DisplayName}\");");
        Dictionary<MemberModel, string> locals = Locals(serializer);
        MemberEmitter.Read(writer, serializer.Members, m => $"{m.Value.Type} {locals[m]}", (m, read) => $"{m.Value.Type} {locals[m]} = {read};");
        writer.WriteLine("reader.Leave();");

        string arguments = string.Join(", ", serializer.Members.Where(m => m.ConstructorPosition >= 0).OrderBy(m => m.ConstructorPosition).Select(m => locals[m]));
        string[] initializers = [.. serializer.Members.Where(m => m.ConstructorPosition < 0).Select(m => $"{m.Name} = {locals[m]}")];
        string initializer = initializers.Length == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}";
        writer.WriteLine($"return new {serializer.Type}({arguments}){initializer};");
        writer.CloseBlock();
    }

    private static Dictionary<MemberModel, string> Locals(SerializerModel serializer)
    {
        var locals = new Dictionary<MemberModel, string>();
        var taken = new HashSet<string>(StringComparer.Ordinal) { "reader" };
        foreach (MemberModel member in serializer.Members)
        {
            string bare = member.Name.TrimStart('@');
            string local = char.ToLowerInvariant(bare[0]) + bare.Substring(1);
            while (!taken.Add(local))
            {
                local += "_";
            }

            locals.Add(member, "@" + local);
        }

        return locals;
    }
}
