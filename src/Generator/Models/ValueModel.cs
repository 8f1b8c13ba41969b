namespace ProcGen.Generator.Models;

/// <summary>How values of one type are written and read.</summary>
/// <param name="Type">The type's name in code, without nullability and tuple names.</param>
/// <param name="IsString">Whether it is a string; otherwise it is unmanaged.</param>
internal sealed record ValueModel(string Type, bool IsString);
