using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes and reads members one after the other; plain bytes in a row share one call.</summary>
internal static class MemberEmitter
{
    public static void Write(SourceWriter writer, IEnumerable<MemberModel> members, Func<MemberModel, string> get)
    {
        foreach (List<MemberModel> run in ByteRuns.Split(members, static m => m.Value.Form == ValueForm.Unmanaged))
        {
            writer.WriteLine(run.Count > 1
                ? $"writer.Writer.WriteUnmanaged({string.Join(", ", run.Select(get))});"
                : ValueEmitter.Write(run[0].Value, "writer", get(run[0])));
        }
    }

    /// <param name="writer">Where to.</param>
    /// <param name="members">The members in their order.</param>
    /// <param name="variable">The member as something that can be passed by reference, or null if it cannot.</param>
    /// <param name="set">The statement that sets a member to what an expression reads.</param>
    public static void Read(SourceWriter writer, IEnumerable<MemberModel> members, Func<MemberModel, string?> variable, Func<MemberModel, string, string> set)
    {
        foreach (List<MemberModel> run in ByteRuns.Split(members, m => m.Value.Form == ValueForm.Unmanaged && variable(m) is not null))
        {
            writer.WriteLine(run.Count > 1
                ? $"reader.Reader.ReadUnmanaged({string.Join(", ", run.Select(m => "out " + variable(m)))});"
                : set(run[0], ValueEmitter.Read(run[0].Value, "reader")));
        }
    }
}
