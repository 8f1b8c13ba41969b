namespace ProcGen.Generator.Models;

/// <summary>How values of one type are written and read.</summary>
/// <param name="Type">The type's name in code, without nullability and tuple names.</param>
/// <param name="Codec">The type whose static Write and Read methods serve it, in code.</param>
/// <param name="Form">Whether it has a shorter form than a call of its codec.</param>
internal sealed record ValueModel(string Type, string Codec, ValueForm Form);

/// <summary>The forms of code that writes and reads a value.</summary>
internal enum ValueForm
{
    /// <summary>A call of the codec.</summary>
    Codec,

    /// <summary>A block of bytes; several in a row share one call.</summary>
    Unmanaged,

    /// <summary>A string.</summary>
    String,
}
