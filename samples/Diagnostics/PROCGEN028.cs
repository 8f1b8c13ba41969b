namespace Diagnostics.PROCGEN028;

public static partial class Digest
{
    [RunInProcess]
    public static int Length(FileStream content) => (int)content.Length; // PROCGEN028 'content' cannot cross a process boundary: its type is System.IO.FileStream; it lives in one process, so 'Digest.Length(FileStream)' is not generated. A Stream is read from the caller as a parameter of the marked method, declared as Stream. Anywhere else send the bytes as byte[], or the path as a string, and open it in the worker.
}
