namespace ProcGen;

/// <summary>
/// Marks an interface whose objects live in the process of a <see cref="ProcessManager"/> and are used from any other through generated proxies: methods, properties, asynchronous methods and sequences. An
/// object that a marked method returns to another process crosses as a handle, and so does a proxy wherever it is sent.
/// </summary>
/// <example>
/// <code>
/// [ManagedObject]
/// public interface ICounter
/// {
///     int Value { get; }
///     int Add(int amount);
/// }
///
/// public sealed partial class Counter : ICounter
/// {
///     [RunInProcess]
///     public static ICounter Create() => new Counter();
///     …
/// }
///
/// using var manager = ProcessManager.Start();
/// ICounter counter = manager.Run(Counter.InProcess.Create());
/// counter.Add(1);
/// </code>
/// </example>
/// <remarks>
/// Synchronous members of one object run one at a time, whichever process they are called from, so that the class need not be thread-safe for them; asynchronous methods and sequences run whenever they are
/// called. An object lives as long as some process has a proxy of it or another object of its manager holds it, and is disposed of then if it can be.
/// </remarks>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class ManagedObjectAttribute : Attribute
{
    /// <summary>Whether synchronous members of one object may run at the same time, because its class is thread-safe. False by default.</summary>
    public bool Concurrent { get; init; }
}
