using ProcGen.Generator.Collections;

namespace ProcGen.Generator.Models;

/// <summary>Everything that is generated for one managed interface: one file.</summary>
internal sealed record ManagedInterfaceModel
{
    /// <summary>The full name with the nesting; for file names and comments.</summary>
    public required string FullName { get; init; }

    /// <summary>A hash of the full name in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The interface in code, from <c>global::</c> on.</summary>
    public required string Type { get; init; }

    /// <summary>The namespace of the proxy's class.</summary>
    public required string Namespace { get; init; }

    /// <summary>The proxy's class.</summary>
    public required string ProxyName { get; init; }

    /// <summary>The accessibility of the class as C# keywords: that of the interface.</summary>
    public required string Accessibility { get; init; }

    /// <summary>Whether the overrides of the runtime's <c>protected internal</c> members are that, too.</summary>
    public required bool SeesRuntimeInternals { get; init; }

    /// <summary>Whether the interface is obsolete.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>The members, sorted; empty if there is no proxy.</summary>
    public required ImmutableEquatableArray<ManagedMemberModel> Members { get; init; }

    /// <summary>Why there is no proxy, one sentence each; empty if there is one.</summary>
    public required ImmutableEquatableArray<string> Skipped { get; init; }

    /// <summary>The file's part for the emitters of calls and methods.</summary>
    public StubClassModel ToStubClass() => new()
    {
        FullName = FullName,
        Hash = Hash,
        Namespace = Namespace,
        Types = [],
        Accessibility = Accessibility,
        IsReachableInAssembly = true,
        HidesInherited = false,
        SeesRuntimeInternals = SeesRuntimeInternals,
        IsObsolete = IsObsolete,
        Methods = Members.Select(static m => m.Method).ToImmutableEquatableArray(),
        Skipped = Skipped,
    };
}

/// <summary>One call that a proxy makes.</summary>
/// <param name="Method">The method, or a property's accessor.</param>
/// <param name="Returns">The type that the member returns, as written.</param>
/// <param name="Form">How the call is made.</param>
internal sealed record ManagedMemberModel(MethodModel Method, string Returns, ManagedForm Form);

/// <summary>How a proxy makes a call and what it gives back.</summary>
internal enum ManagedForm
{
    /// <summary>It waits, and gives back the result if there is one.</summary>
    Blocking,

    /// <summary>A task.</summary>
    Task,

    /// <summary>A <c>ValueTask</c>.</summary>
    ValueTask,

    /// <summary>A sequence.</summary>
    Sequence,

    /// <summary>An asynchronous sequence.</summary>
    AsyncSequence,
}
