using Microsoft.CodeAnalysis;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>What a call of the function gives, which decides how a call of its stub is written in its place.</summary>
internal enum StubForm
{
    /// <summary>A value, or nothing.</summary>
    Value,

    /// <summary>A task.</summary>
    Task,

    /// <summary>A value task, which only an await can take.</summary>
    ValueTask,

    /// <summary>A sequence, whose items now come asynchronously.</summary>
    Sequence,

    /// <summary>An asynchronous sequence.</summary>
    AsyncSequence,
}

internal static class StubForms
{
    /// <summary>The form of a method's calls; null where a stub has nothing that could stand for it.</summary>
    public static StubForm? Of(IMethodSymbol method, KnownSymbols known)
    {
        (bool isAwaited, ResultRole result, _) = SignatureRoles.OfResult(method, MethodRole.Call, known);
        return (isAwaited, result) switch
        {
            (true, ResultRole.Sequence or ResultRole.AsyncSequence) => null,
            (true, _) => method.ReturnType.Is(known.Task) || method.ReturnType.Is(known.TaskOfT) ? StubForm.Task : StubForm.ValueTask,
            (false, ResultRole.Sequence) => StubForm.Sequence,
            (false, ResultRole.AsyncSequence) => StubForm.AsyncSequence,
            _ => StubForm.Value,
        };
    }
}
