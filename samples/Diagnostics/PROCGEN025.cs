namespace Diagnostics.PROCGEN025;

public sealed record Batch(string Name, [property: ProcessKnownTypes(typeof(int[]), typeof(List<int>))] IEnumerable<int> Rows);

public static partial class Loader
{
    [RunInProcess]
    public static int Load(Batch batch) => batch.Rows.Count();

    public static async Task<int> LoadEvenAsync(int[] rows) => await InProcess.Load(new Batch("even", rows.Where(row => row % 2 == 0))); // PROCGEN025 'batch' of 'Loader.Load(Batch)' holds a sequence that is evaluated lazily: Batch.Rows (PROCGEN025.cs:3) would run in this process, while the argument is written. Call ToArray() on it.
}
