namespace ProcGen;

/// <summary>
/// On a static method: its result is made once in each worker process of a pool and stays there. On a parameter of a marked
/// method: the worker's own state of that type is passed in, and the stub has no such parameter.
/// </summary>
/// <remarks>
/// The state need not be able to cross a process boundary. State that is <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/> is disposed
/// when its worker ends gracefully, not when it is killed.
/// </remarks>
/// <example>
/// <code>
/// public static partial class Pdf
/// {
///     [WorkerState] public static Engine Open(string license) => new(license);
///
///     [RunInProcess] public static int CountPages(byte[] pdf, [WorkerState] Engine engine) => engine.Load(pdf).Pages;
/// }
///
/// await using var pool = new ProcessPool(new() { State = { Pdf.InProcess.Open("key") } });
/// int pages = await pool.RunAsync(Pdf.InProcess.CountPages(bytes));
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter, Inherited = false)]
public sealed class WorkerStateAttribute : Attribute;
