using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>What a marked method is to the generator.</summary>
internal enum MethodRole
{
    /// <summary>A <c>[RunInProcess]</c> method with a stub.</summary>
    Call,

    /// <summary>A <c>[WorkerState]</c> method: its stub describes state that each worker makes for itself.</summary>
    StateFactory,

    /// <summary>A <c>[WorkerStartup]</c> method: no stub, run once in each worker.</summary>
    Startup,

    /// <summary>The marked override of <c>Run</c> or <c>RunAsync</c> in a subclass of WorkerProcess: no stub, run in the worker on a copy of the object.</summary>
    ProcessBody,
}

/// <summary>How a parameter gets its value in the worker.</summary>
internal enum ParameterRole
{
    /// <summary>It is written and read.</summary>
    Value,

    /// <summary>A <see cref="System.Threading.CancellationToken"/>, linked with the caller's.</summary>
    Token,

    /// <summary>An <see cref="IProgress{T}"/>, whose reports travel back.</summary>
    Progress,

    /// <summary>An <see cref="IEnumerable{T}"/>, pulled from the caller.</summary>
    Sequence,

    /// <summary>An <c>IAsyncEnumerable</c>, pulled from the caller.</summary>
    AsyncSequence,

    /// <summary>A <c>ChannelReader</c>, whose items are pulled from the caller.</summary>
    Channel,

    /// <summary>A <see cref="System.IO.Stream"/>, whose bytes are pulled from the caller.</summary>
    Bytes,

    /// <summary>A <see cref="System.IO.TextReader"/>, whose text is pulled from the caller.</summary>
    Text,

    /// <summary>The worker's own state; the stub has no such parameter.</summary>
    State,
}

/// <summary>What follows from the role of a parameter.</summary>
internal static class ParameterRoles
{
    extension(ParameterRole role)
    {
        /// <summary>Whether generated code writes and reads values of the parameter's value type, which therefore has to cross.</summary>
        public bool HasValue => role is not (ParameterRole.Token or ParameterRole.State or ParameterRole.Bytes or ParameterRole.Text);

        /// <summary>Whether these values are parts of what the declared type names: items, or the reports of a progress.</summary>
        public bool HasParts => role is ParameterRole.Progress or ParameterRole.Sequence or ParameterRole.AsyncSequence or ParameterRole.Channel;

        /// <summary>Whether it stays on the caller's side and is known to the worker by its ordinal.</summary>
        public bool IsLive => role is not (ParameterRole.Value or ParameterRole.State);
    }
}

/// <summary>What comes back.</summary>
internal enum ResultRole
{
    /// <summary>Nothing: <see langword="void"/>, <see cref="System.Threading.Tasks.Task"/> or <c>ValueTask</c>.</summary>
    None,

    /// <summary>One value.</summary>
    Value,

    /// <summary>The items of an <see cref="IEnumerable{T}"/>.</summary>
    Sequence,

    /// <summary>The items of an <c>IAsyncEnumerable</c>.</summary>
    AsyncSequence,
}

/// <summary>A parameter and what is done with it.</summary>
/// <param name="Symbol">The parameter.</param>
/// <param name="Role">How it gets its value in the worker.</param>
/// <param name="ValueType">What is written: the parameter's type, a report's or an item's. Where nothing is written (a token, state, bytes, text) the parameter's type.</param>
internal sealed record ParameterShape(IParameterSymbol Symbol, ParameterRole Role, ITypeSymbol ValueType);

/// <summary>A marked method whose shape is supported. Whether its types can cross is a question of its own.</summary>
internal sealed class MethodShape
{
    public required IMethodSymbol Method { get; init; }

    public required MethodRole Role { get; init; }

    public required ImmutableArray<ParameterShape> Parameters { get; init; }

    /// <summary>Whether the body returns a task to be awaited.</summary>
    public required bool IsAwaited { get; init; }

    public required ResultRole Result { get; init; }

    /// <summary>The type of the result, unwrapped from its task, or of an item; null if there is none.</summary>
    public required ITypeSymbol? ResultType { get; init; }

    /// <summary>Whether the worker needs the object that the method is called on.</summary>
    public bool HasReceiver => !Method.IsStatic;
}
