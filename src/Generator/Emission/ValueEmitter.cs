using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the code that writes and reads one value.</summary>
internal static class ValueEmitter
{
    /// <summary>A statement that writes a value.</summary>
    public static string Write(ValueModel value, string writer, string expression) =>
        value.IsString ? $"{writer}.Writer.WriteString({expression});" : $"{writer}.Writer.WriteUnmanaged({expression});";

    /// <summary>An expression that reads a value.</summary>
    public static string Read(ValueModel value, string reader) =>
        value.IsString ? $"{reader}.Reader.ReadString()!" : $"{reader}.Reader.ReadUnmanaged<{value.Type}>()";
}
