namespace ProcGen;

/// <summary>
/// On a parameter of a marked method: the argument is sent to each worker once, and not with every call that gets the same object. For large arrays and other large objects that many calls have in common.
/// </summary>
/// <example><code>
/// [RunInProcess]
/// public static int Nearest([Shared] float[] table, float value) => …
///
/// float[] table = Load();
/// await foreach (int index in pool.MapAsync(values, value => Search.InProcess.Nearest(table, value))) …     // the table crosses once for each worker
/// </code></example>
/// <remarks>
/// The first call takes a snapshot: what is changed in the object after that does not reach the workers. All calls in a worker get one object there, so treat it as read-only. Sameness is that of the object, not of its
/// contents. The snapshot lives as long as the object; to end it earlier, pass a <see cref="Shared{T}"/>. Values of value types are sent with each call, as are all values outside of 64-bit Linux.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SharedAttribute : Attribute;
