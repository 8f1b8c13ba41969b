using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the code that writes and reads one value.</summary>
internal static class ValueEmitter
{
    /// <summary>A statement that writes a value.</summary>
    public static string Write(ValueModel value, string writer, string expression) => value.Form switch
    {
        ValueForm.Unmanaged => $"{writer}.Writer.WriteUnmanaged({expression});",
        ValueForm.String => $"{writer}.WriteString({expression});",
        _ => $"{value.Codec}.Write(ref {writer}, {expression});",
    };

    /// <summary>An expression that reads a value.</summary>
    public static string Read(ValueModel value, string reader) => value.Form switch
    {
        ValueForm.Unmanaged => $"{reader}.Reader.ReadUnmanaged<{value.Type}>()",
        ValueForm.String => $"{reader}.ReadString()!",
        _ => $"{value.Codec}.Read(ref {reader})!",
    };
}
