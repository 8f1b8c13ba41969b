using ProcGen.Generator.Collections;

namespace ProcGen.Generator.Models;

/// <summary>A type into which something is generated: where it is declared.</summary>
/// <param name="FullName">The full name with the nesting, as in <c>N.Outer.Inner</c>; for file names and comments.</param>
/// <param name="Hash">A hash of the full name in hexadecimal, which tells apart what sanitising makes equal.</param>
/// <param name="Namespace">The namespace; null for the global one.</param>
/// <param name="Types">The type and those it is nested in, outermost first.</param>
internal sealed record HolderModel(string FullName, string Hash, string? Namespace, ImmutableEquatableArray<ContainingTypeModel> Types);
