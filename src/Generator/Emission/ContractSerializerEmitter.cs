using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializer of an object that is made by its constructor and an object initializer: of a type of another assembly by its public
/// members, or of one whose constructor does nothing else than that.</summary>
internal static class ContractSerializerEmitter
{
    public static void Emit(SourceWriter writer, SerializerModel serializer)
    {
        SerializerEmitter.BeginWrite(writer, serializer);
        MemberEmitter.Write(writer, serializer.Members, m => "value." + m.Name);
        SerializerEmitter.EndWrite(writer, serializer);
        writer.WriteLine();

        SerializerEmitter.BeginRead(writer, serializer);
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
