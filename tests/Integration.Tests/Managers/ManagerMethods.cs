namespace ProcGen.Tests.Managers;

/// <summary>What workers do with shared objects.</summary>
internal static partial class ManagerMethods
{
    [RunInProcess]
    public static int Increment(SharedDictionary<string, int> counts, string key)
    {
        counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts[key];
    }

    [RunInProcess]
    public static void IncrementMany(SharedDictionary<string, int> counts, string key, int times)
    {
        for (int i = 0; i < times; i++)
        {
            counts.AddOrUpdate(key, 1, InProcess.Next);
        }
    }

    [RunInProcess]
    public static int Next(string key, int count) => count + 1;

    [RunInProcess]
    public static int Twice(int value) => 2 * value;

    [RunInProcess]
    public static int Fail(string key, int count) => throw new InvalidDataException($"{key} is {count}");

    [RunInProcess]
    public static void Fill(SharedDictionary<string, string> dictionary, SharedList<int> list, int index)
    {
        dictionary[index.ToString(System.Globalization.CultureInfo.InvariantCulture)] = "a";
        dictionary["2"] = "b";
        list.Add(index);
    }

    [RunInProcess]
    public static void Append(SharedDictionary<string, SharedList<string>> lists, string key, string text) => lists[key].Add(text);

    [RunInProcess]
    public static void AddJob(SharedDictionary<string, Job> jobs, Job job) => jobs[job.Name] = job;

    [RunInProcess]
    public static SharedList<string> MakeList(ProcessManager manager, string first) => manager.CreateList([first]);

    [RunInProcess]
    public static int AddAll(SharedSet<Guid> set, Guid[] items) => set.AddRange(items);

    [RunInProcess]
    public static async Task<int> IncrementInAnother(SharedDictionary<string, int> counts, string key) => await InProcess.Increment(counts, key);

    [RunInProcess]
    public static int CountHere(SharedDictionary<string, int> counts) => Environment.ProcessId == counts["manager"] ? counts.Count : -1;

    [RunInProcess]
    public static int CountObjects() => ProcGen.Managers.ManagerServer.Current!.Objects.Count;

    internal sealed record Job(string Name, int[] Values)
    {
        public Job? Next { get; init; }
    }
}
