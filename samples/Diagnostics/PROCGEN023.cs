namespace Diagnostics.PROCGEN023;

public static partial class Report
{
    public static int Make(Stream log)
    {
        [RunInProcess] // PROCGEN005 The local function 'Render' cannot run in a worker process: what it captures lives in the frame of the method around it. Make it a method of the type, with its captures as parameters.
        int Render(int year) => year + (int)log.Length; // PROCGEN023 'log' is captured by the local function 'Render' in 'Report.Make(Stream)' and cannot cross a process boundary: its type is System.IO.Stream; it lives in one process. A Stream is read from the caller as a parameter of the marked method, declared as Stream. Anywhere else send the bytes as byte[], or the path as a string, and open it in the worker.

        return Render(2026);
    }
}
