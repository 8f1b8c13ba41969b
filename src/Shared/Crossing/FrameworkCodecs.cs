namespace ProcGen.Shared.Crossing;

/// <summary>
/// The types of the framework for which the runtime has a codec. A generic codec takes the type's arguments, then the codec of each argument:
/// <c>ListCodec&lt;Job, JobCodec&gt;</c>.
/// </summary>
internal static class FrameworkCodecs
{
    public const string Namespace = "global::ProcGen.CompilerServices.Codecs.";

    private static readonly Dictionary<string, string> s_codecs = new(StringComparer.Ordinal)
    {
        ["System.Nullable`1"] = "NullableCodec",
        ["System.Memory`1"] = "MemoryCodec",
        ["System.ReadOnlyMemory`1"] = "ReadOnlyMemoryCodec",
        ["System.ArraySegment`1"] = "ArraySegmentCodec",
        ["System.Buffers.ReadOnlySequence`1"] = "ReadOnlySequenceCodec",
        ["System.Collections.Generic.KeyValuePair`2"] = "KeyValuePairCodec",

        ["System.Collections.Generic.List`1"] = "ListCodec",
        ["System.Collections.Generic.Queue`1"] = "QueueCodec",
        ["System.Collections.Generic.Stack`1"] = "StackCodec",
        ["System.Collections.Generic.LinkedList`1"] = "LinkedListCodec",
        ["System.Collections.Generic.HashSet`1"] = "HashSetCodec",
        ["System.Collections.Generic.SortedSet`1"] = "SortedSetCodec",
        ["System.Collections.Generic.PriorityQueue`2"] = "PriorityQueueCodec",
        ["System.Collections.Generic.Dictionary`2"] = "DictionaryCodec",
        ["System.Collections.Generic.OrderedDictionary`2"] = "OrderedDictionaryCodec",
        ["System.Collections.Generic.SortedDictionary`2"] = "SortedDictionaryCodec",
        ["System.Collections.Generic.SortedList`2"] = "SortedListCodec",
        ["System.Collections.ObjectModel.Collection`1"] = "CollectionCodec",
        ["System.Collections.ObjectModel.ObservableCollection`1"] = "ObservableCollectionCodec",
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = "ReadOnlyCollectionCodec",
        ["System.Collections.ObjectModel.ReadOnlyObservableCollection`1"] = "ReadOnlyObservableCollectionCodec",
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = "ReadOnlyDictionaryCodec",
        ["System.Collections.ObjectModel.ReadOnlySet`1"] = "ReadOnlySetCodec",

        ["System.Collections.Concurrent.ConcurrentBag`1"] = "ConcurrentBagCodec",
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = "ConcurrentQueueCodec",
        ["System.Collections.Concurrent.ConcurrentStack`1"] = "ConcurrentStackCodec",
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = "ConcurrentDictionaryCodec",

        ["System.Collections.Immutable.ImmutableArray`1"] = "ImmutableArrayCodec",
        ["System.Collections.Immutable.ImmutableList`1"] = "ImmutableListCodec",
        ["System.Collections.Immutable.ImmutableQueue`1"] = "ImmutableQueueCodec",
        ["System.Collections.Immutable.ImmutableStack`1"] = "ImmutableStackCodec",
        ["System.Collections.Immutable.ImmutableHashSet`1"] = "ImmutableHashSetCodec",
        ["System.Collections.Immutable.ImmutableSortedSet`1"] = "ImmutableSortedSetCodec",
        ["System.Collections.Immutable.ImmutableDictionary`2"] = "ImmutableDictionaryCodec",
        ["System.Collections.Immutable.ImmutableSortedDictionary`2"] = "ImmutableSortedDictionaryCodec",
        ["System.Collections.Immutable.IImmutableList`1"] = "ImmutableListInterfaceCodec",
        ["System.Collections.Immutable.IImmutableQueue`1"] = "ImmutableQueueInterfaceCodec",
        ["System.Collections.Immutable.IImmutableStack`1"] = "ImmutableStackInterfaceCodec",
        ["System.Collections.Immutable.IImmutableSet`1"] = "ImmutableSetInterfaceCodec",
        ["System.Collections.Immutable.IImmutableDictionary`2"] = "ImmutableDictionaryInterfaceCodec",
        ["System.Collections.Frozen.FrozenSet`1"] = "FrozenSetCodec",
        ["System.Collections.Frozen.FrozenDictionary`2"] = "FrozenDictionaryCodec",

        ["System.Collections.Generic.ICollection`1"] = "CollectionInterfaceCodec",
        ["System.Collections.Generic.IReadOnlyCollection`1"] = "ReadOnlyCollectionInterfaceCodec",
        ["System.Collections.Generic.IList`1"] = "ListInterfaceCodec",
        ["System.Collections.Generic.IReadOnlyList`1"] = "ReadOnlyListInterfaceCodec",
        ["System.Collections.Generic.ISet`1"] = "SetInterfaceCodec",
        ["System.Collections.Generic.IReadOnlySet`1"] = "ReadOnlySetInterfaceCodec",
        ["System.Collections.Generic.IDictionary`2"] = "DictionaryInterfaceCodec",
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = "ReadOnlyDictionaryInterfaceCodec",

        ["System.Collections.BitArray"] = "BitArrayCodec",
        ["System.Text.StringBuilder"] = "StringBuilderCodec",
        ["System.Text.Encoding"] = "EncodingCodec",
        ["System.Text.RegularExpressions.Regex"] = "RegexCodec",
        ["System.Text.Json.JsonElement"] = "JsonElementCodec",
        ["System.Text.Json.JsonDocument"] = "JsonDocumentCodec",
        ["System.Text.Json.Nodes.JsonNode"] = "JsonNodeCodec",
        ["System.Text.Json.Nodes.JsonObject"] = "JsonObjectCodec",
        ["System.Text.Json.Nodes.JsonArray"] = "JsonArrayCodec",
        ["System.Text.Json.Nodes.JsonValue"] = "JsonValueCodec",
        ["System.Version"] = "VersionCodec",
        ["System.Uri"] = "UriCodec",
        ["System.TimeZoneInfo"] = "TimeZoneInfoCodec",
        ["System.Drawing.Color"] = "ColorCodec",
        ["System.Globalization.CultureInfo"] = "CultureInfoCodec",
        ["System.Net.IPAddress"] = "IPAddressCodec",
        ["System.Net.IPEndPoint"] = "IPEndPointCodec",
        ["System.Net.DnsEndPoint"] = "DnsEndPointCodec",
        ["System.Net.IPNetwork"] = "IPNetworkCodec",
        ["System.Net.Mail.MailAddress"] = "MailAddressCodec",
        ["System.Numerics.BigInteger"] = "BigIntegerCodec",
    };

    /// <summary>All types and their codecs.</summary>
    public static IEnumerable<KeyValuePair<string, string>> All => s_codecs;

    /// <summary>The codec of a type of the framework, by the type's full name in metadata; its own name without type arguments.</summary>
    public static bool TryGet(string metadataName, out string codec)
    {
        bool found = s_codecs.TryGetValue(metadataName, out string? name);
        codec = Namespace + name;
        return found;
    }

    /// <summary>The codec of an array of a rank, or null if arrays of that rank do not cross.</summary>
    public static string? ForArray(int rank) => rank switch
    {
        1 => Namespace + "ArrayCodec",
        2 => Namespace + "Array2DCodec",
        3 => Namespace + "Array3DCodec",
        4 => Namespace + "Array4DCodec",
        _ => null,
    };
}
