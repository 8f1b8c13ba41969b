namespace ProcGen.Launching.Native;

/// <summary>Reads the private memory of one process, and never of another that got its number. Thread-safe.</summary>
internal interface IMemoryReader : IDisposable
{
    /// <summary>Private memory in bytes; null after the process's end, after <see cref="IDisposable.Dispose"/>, or where it cannot be read.</summary>
    long? Read();
}
