namespace ProcGen.Tour.Sections;

/// <summary>A manager whose dictionary and list are filled by pool jobs and by ten processes.</summary>
internal sealed partial class ManagerSection : ISection
{
    public string Name => "manager";

    public string Title => "a dictionary and a list that all processes share";

    [RunInProcess]
    private static string Add(int a, int b, SharedDictionary<string, SharedList<string>> tasks)
    {
        var result = $"a+b = {a + b}";

        // The list is shared and not copied, and adding to it is one step: no lock, and nothing to put back.
        tasks["result"].Add(result);
        return result;
    }

    [RunInProcess]
    private static void Fill(SharedDictionary<Key, string> dictionary, SharedList<int> list, int index)
    {
        dictionary[new Key(index)] = "a";
        dictionary[new Key("2")] = "b";
        list.Add(index);
    }

    [RunInProcess]
    private static int Next(string word, int count) => count + 1;

    [RunInProcess]
    private static void Count(SharedDictionary<string, int> counts, string[] words)
    {
        foreach (var word in words)
        {
            counts.AddOrUpdate(word, 1, InProcess.Next);
        }
    }

    public async Task RunAsync(Guide guide)
    {
        await using var manager = await ProcessManager.StartAsync(new() { Output = guide.Output });
        await AddInPoolAsync(guide, manager);
        await FillFromTenProcessesAsync(guide, manager);
        await CountTogetherAsync(guide, manager);
    }

    private static async Task AddInPoolAsync(Guide guide, ProcessManager manager)
    {
        (int A, int B)[] data = [(2, 3), (3, 4), (2, 5)];
        var tasks = manager.CreateDictionary<string, SharedList<string>>();
        tasks["result"] = manager.CreateList<string>();
        await using (var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output }))
        {
            await Task.WhenAll(data.Select(item => pool.RunAsync(InProcess.Add(item.A, item.B, tasks))));
        }

        guide.Say($"[{string.Join(", ", tasks["result"])}]");
        guide.Check(tasks["result"].Order().SequenceEqual(["a+b = 5", "a+b = 7", "a+b = 7"]), "every job has added its result to the list in the dictionary");
        guide.Say("All Done!!!");
    }

    private static async Task FillFromTenProcessesAsync(Guide guide, ProcessManager manager)
    {
        var dictionary = manager.CreateDictionary<Key, string>();
        var list = manager.CreateList(Enumerable.Range(0, 5));
        var processes = Enumerable.Range(0, 10).Select(i => WorkerProcess.Start(InProcess.Fill(dictionary, list, i), new() { Output = guide.Output })).ToList();
        foreach (var process in processes)
        {
            await using (process)
            {
                await process.WaitForExitAsync();
            }
        }

        guide.Say($"{{{string.Join(", ", dictionary.Select(item => $"{item.Key}: '{item.Value}'"))}}}");
        guide.Say($"[{string.Join(", ", list)}]");
        guide.Check(dictionary.Count == 11 && dictionary[new Key("2")] == "b" && Enumerable.Range(0, 10).All(i => dictionary[new Key(i)] == "a"), "ten processes have filled the dictionary");
        guide.Check(list.Take(5).SequenceEqual([0, 1, 2, 3, 4]) && list.Skip(5).Order().SequenceEqual(Enumerable.Range(0, 10)), "and added their numbers to the list");
    }

    private static async Task CountTogetherAsync(Guide guide, ProcessManager manager)
    {
        var counts = manager.CreateDictionary<string, int>();
        string[] words = [.. Enumerable.Repeat("to be or not to be".Split(' '), 50).SelectMany(line => line)];
        await using (var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output }))
        {
            await Task.WhenAll(pool.RunAsync(InProcess.Count(counts, words)), pool.RunAsync(InProcess.Count(counts, words)));
        }

        guide.Check(counts["to"] == 200 && counts["not"] == 100, "two workers counted together without losing a word, and without a lock");
    }

    /// <summary>A number or a text: in Python one dictionary has keys of both kinds.</summary>
    internal readonly record struct Key(int? Number, string? Text)
    {
        public Key(int number) : this(number, null) { }

        public Key(string text) : this(null, text) { }

        public override string ToString() => Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? $"'{Text}'";
    }
}
