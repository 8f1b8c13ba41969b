using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the delegates by which the runtime writes and reads items and reports.</summary>
internal static class Lambdas
{
    public static string Write(ValueModel value, string type) =>
        $"static (ref {Names.PayloadWriter} writer, {type} item) => {{ {ValueEmitter.Write(value, "writer", "item")} }}";

    public static string Read(ValueModel value) =>
        $"static (ref {Names.PayloadReader} reader) => {ValueEmitter.Read(value, "reader")}";
}
