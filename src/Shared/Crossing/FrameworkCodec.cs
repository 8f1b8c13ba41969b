namespace ProcGen.Shared.Crossing;

/// <summary>A codec of the runtime and how its type arguments are composed.</summary>
/// <param name="Name">The codec's name in code, without type arguments.</param>
/// <param name="TakesType">Whether the first type argument is the type that crosses: one codec serves several types.</param>
/// <param name="Shape">
/// What takes the type apart and builds it, without type arguments; or null. It takes the arguments of the type that crosses and is the codec's last argument:
/// <c>SetCodec&lt;HashSet&lt;Job&gt;, Job, JobCodec, HashSetShape&lt;Job&gt;&gt;</c>.
/// </param>
internal readonly record struct FrameworkCodec(string Name, bool TakesType = false, string? Shape = null)
{
    /// <summary>Whether the type stands for a collection elsewhere, which can also be made where no signature says how its items cross: the dispatch table tells.</summary>
    public bool HoldsItems { get; init; }

    /// <summary>The codec's name in code, with type arguments.</summary>
    /// <param name="type">The type that crosses.</param>
    /// <param name="arguments">Its type arguments; of an array, its element.</param>
    /// <param name="codecs">The codecs of these.</param>
    public string Compose(string type, IReadOnlyCollection<string> arguments, IReadOnlyCollection<string> codecs)
    {
        if (arguments.Count == 0)
        {
            return Name;
        }

        IEnumerable<string> all = arguments.Concat(codecs);
        if (TakesType)
        {
            all = all.Prepend(type);
        }

        if (Shape is not null)
        {
            all = all.Append($"{Shape}<{string.Join(", ", arguments)}>");
        }

        return $"{Name}<{string.Join(", ", all)}>";
    }
}
