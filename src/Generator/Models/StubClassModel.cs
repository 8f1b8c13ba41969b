using ProcGen.Generator.Collections;

namespace ProcGen.Generator.Models;

/// <summary>Everything that is generated into one containing type: one file.</summary>
internal sealed record StubClassModel
{
    /// <summary>The full name with the nesting, as in <c>N.Outer.Inner</c>; for file names and comments.</summary>
    public required string FullName { get; init; }

    /// <summary>A hash of the full name in hexadecimal, which tells apart what sanitising makes equal.</summary>
    public required string Hash { get; init; }

    /// <summary>The namespace; null for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The type and those it is nested in, outermost first.</summary>
    public required ImmutableEquatableArray<ContainingTypeModel> Types { get; init; }

    /// <summary>The type's name in code, from <c>global::</c> on.</summary>
    public string TypeName => GetTypeName(Types.Count - 1);

    /// <summary>The accessibility of the stub class as C# keywords.</summary>
    public required string Accessibility { get; init; }

    /// <summary>Whether code elsewhere in the assembly can name the stub class inside its containing type.</summary>
    public required bool IsReachableInAssembly { get; init; }

    /// <summary>Whether the class hides one of a base class.</summary>
    public required bool HidesInherited { get; init; }

    /// <summary>Whether the overrides of the runtime's <c>protected internal</c> members are <c>protected internal</c>, too, as they are in the runtime's own tests.</summary>
    public required bool SeesRuntimeInternals { get; init; }

    /// <summary>Whether the type, or one that it is nested in, is obsolete.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>The methods that are generated, sorted.</summary>
    public required ImmutableEquatableArray<MethodModel> Methods { get; init; }

    /// <summary>What is left out and why, one sentence each, sorted.</summary>
    public required ImmutableEquatableArray<string> Skipped { get; init; }

    /// <summary>The name in code of a level of nesting, from <c>global::</c> on.</summary>
    public string GetTypeName(int level) => $"global::{(Namespace is null ? "" : Namespace + ".")}{string.Join(".", Types.Take(level + 1).Select(static t => t.Name))}";
}

/// <summary>One level of nesting.</summary>
/// <param name="Keyword">What the type is declared with: <c>class</c>, <c>record struct</c>.</param>
/// <param name="Name">The name in code.</param>
/// <param name="IsReachableInAssembly">Whether code elsewhere in the assembly can name it inside its own container.</param>
internal sealed record ContainingTypeModel(string Keyword, string Name, bool IsReachableInAssembly);
