namespace ProcGen.Launching.Native;

/// <summary>The pipe from the parent that was this process's standard input, moved out of the application's way.</summary>
internal interface IWorkerInput
{
    /// <summary>Fills the buffer.</summary>
    /// <exception cref="TimeoutException">The time is up.</exception>
    /// <exception cref="EndOfStreamException">The parent closed it, or is gone.</exception>
    void ReadExactly(Span<byte> buffer, TimeSpan timeout);

    /// <summary>Returns when the pipe ends or the parent does.</summary>
    void WaitForEnd(int parentId, ulong parentStartTime);
}
