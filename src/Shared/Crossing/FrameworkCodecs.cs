namespace ProcGen.Shared.Crossing;

/// <summary>
/// The types of the framework, and of the runtime itself, for which the runtime has a codec. A generic codec takes the type's arguments, then the codec of each argument:
/// <c>ListCodec&lt;Job, JobCodec&gt;</c>. Collections that differ only in how they are built share a codec, and behind interfaces the codec looks at the object.
/// </summary>
internal static class FrameworkCodecs
{
    public const string Namespace = "global::ProcGen.CompilerServices.Codecs.";

    private static readonly Dictionary<string, FrameworkCodec> s_codecs = new(StringComparer.Ordinal)
    {
        ["System.Nullable`1"] = Codec("NullableCodec"),
        ["System.Memory`1"] = Codec("MemoryCodec"),
        ["System.ReadOnlyMemory`1"] = Codec("ReadOnlyMemoryCodec"),
        ["System.ArraySegment`1"] = Codec("ArraySegmentCodec"),
        ["System.Buffers.ReadOnlySequence`1"] = Codec("ReadOnlySequenceCodec"),
        ["System.Collections.Generic.KeyValuePair`2"] = Codec("KeyValuePairCodec"),

        ["System.Collections.Generic.List`1"] = Codec("ListCodec"),
        ["System.Collections.Generic.Queue`1"] = Sequence("QueueShape"),
        ["System.Collections.Generic.Stack`1"] = Sequence("StackShape"),
        ["System.Collections.Generic.LinkedList`1"] = Sequence("LinkedListShape"),
        ["System.Collections.Generic.HashSet`1"] = Set("HashSetShape"),
        ["System.Collections.Generic.SortedSet`1"] = Set("SortedSetShape"),
        ["System.Collections.Generic.PriorityQueue`2"] = Codec("PriorityQueueCodec"),
        ["System.Collections.Generic.Dictionary`2"] = Dictionary("DictionaryShape"),
        ["System.Collections.Generic.OrderedDictionary`2"] = Dictionary("OrderedDictionaryShape"),
        ["System.Collections.Generic.SortedDictionary`2"] = Dictionary("SortedDictionaryShape"),
        ["System.Collections.Generic.SortedList`2"] = Dictionary("SortedListShape"),
        ["System.Collections.ObjectModel.Collection`1"] = Sequence("CollectionShape"),
        ["System.Collections.ObjectModel.ObservableCollection`1"] = Sequence("ObservableCollectionShape"),
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = Sequence("ReadOnlyCollectionShape"),
        ["System.Collections.ObjectModel.ReadOnlyObservableCollection`1"] = Sequence("ReadOnlyObservableCollectionShape"),
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = Codec("ReadOnlyDictionaryCodec"),
        ["System.Collections.ObjectModel.ReadOnlySet`1"] = Codec("ReadOnlySetCodec"),

        ["System.Collections.Concurrent.BlockingCollection`1"] = Codec("BlockingCollectionCodec"),
        ["System.Collections.Concurrent.ConcurrentBag`1"] = Sequence("ConcurrentBagShape"),
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = Sequence("ConcurrentQueueShape"),
        ["System.Collections.Concurrent.ConcurrentStack`1"] = Sequence("ConcurrentStackShape"),
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = Dictionary("ConcurrentDictionaryShape"),

        ["System.Collections.Immutable.ImmutableArray`1"] = Codec("ImmutableArrayCodec"),
        ["System.Collections.Immutable.ImmutableList`1"] = Sequence("ImmutableListShape"),
        ["System.Collections.Immutable.ImmutableQueue`1"] = Sequence("ImmutableQueueShape"),
        ["System.Collections.Immutable.ImmutableStack`1"] = Sequence("ImmutableStackShape"),
        ["System.Collections.Immutable.ImmutableHashSet`1"] = Set("ImmutableHashSetShape"),
        ["System.Collections.Immutable.ImmutableSortedSet`1"] = Set("ImmutableSortedSetShape"),
        ["System.Collections.Immutable.ImmutableDictionary`2"] = Dictionary("ImmutableDictionaryShape"),
        ["System.Collections.Immutable.ImmutableSortedDictionary`2"] = Dictionary("ImmutableSortedDictionaryShape"),
        ["System.Collections.Immutable.IImmutableList`1"] = Interface("ImmutableInterfaceCodec"),
        ["System.Collections.Immutable.IImmutableQueue`1"] = Interface("ImmutableInterfaceCodec"),
        ["System.Collections.Immutable.IImmutableStack`1"] = Interface("ImmutableInterfaceCodec"),
        ["System.Collections.Immutable.IImmutableSet`1"] = Interface("SetInterfaceCodec"),
        ["System.Collections.Immutable.IImmutableDictionary`2"] = Interface("DictionaryInterfaceCodec"),
        ["System.Collections.Frozen.FrozenSet`1"] = Set("FrozenSetShape"),
        ["System.Collections.Frozen.FrozenDictionary`2"] = Dictionary("FrozenDictionaryShape"),

        ["System.Collections.Generic.ICollection`1"] = Interface("CollectionInterfaceCodec"),
        ["System.Collections.Generic.IReadOnlyCollection`1"] = Interface("CollectionInterfaceCodec"),
        ["System.Collections.Generic.IList`1"] = Interface("CollectionInterfaceCodec"),
        ["System.Collections.Generic.IReadOnlyList`1"] = Interface("CollectionInterfaceCodec"),
        ["System.Collections.Generic.ISet`1"] = Interface("SetInterfaceCodec"),
        ["System.Collections.Generic.IReadOnlySet`1"] = Interface("SetInterfaceCodec"),
        ["System.Collections.Generic.IDictionary`2"] = Interface("DictionaryInterfaceCodec"),
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = Interface("DictionaryInterfaceCodec"),

        ["System.Lazy`1"] = Codec("LazyCodec"),
        ["ProcGen.Shared`1"] = Codec("SharedCodec"),
        ["System.Linq.IGrouping`2"] = Codec("GroupingCodec"),
        ["System.Linq.ILookup`2"] = Codec("LookupCodec"),

        ["ProcGen.SharedDictionary`2"] = Codec("SharedDictionaryCodec") with { HoldsItems = true },
        ["ProcGen.SharedList`1"] = Codec("SharedListCodec") with { HoldsItems = true },
        ["ProcGen.SharedSet`1"] = Codec("SharedSetCodec") with { HoldsItems = true },
        ["ProcGen.ProcessManager"] = Codec("ProcessManagerCodec"),
        ["ProcGen.ProcessQueue`1"] = Codec("ProcessQueueCodec") with { HoldsItems = true },
        ["ProcGen.ProcessPipe`1"] = Codec("ProcessPipeCodec") with { HoldsItems = true },
        ["ProcGen.JoinableProcessQueue`1"] = Codec("JoinableProcessQueueCodec") with { HoldsItems = true },

        ["System.Collections.BitArray"] = Codec("BitArrayCodec"),
        ["System.Text.StringBuilder"] = Codec("StringBuilderCodec"),
        ["System.Text.Encoding"] = Codec("EncodingCodec"),
        ["System.Text.RegularExpressions.Regex"] = Codec("RegexCodec"),
        ["System.Text.Json.JsonElement"] = Codec("JsonElementCodec"),
        ["System.Text.Json.JsonDocument"] = Codec("JsonDocumentCodec"),
        ["System.Text.Json.Nodes.JsonNode"] = Codec("JsonNodeCodec"),
        ["System.Text.Json.Nodes.JsonObject"] = Codec("JsonObjectCodec"),
        ["System.Text.Json.Nodes.JsonArray"] = Codec("JsonArrayCodec"),
        ["System.Text.Json.Nodes.JsonValue"] = Codec("JsonValueCodec"),
        ["System.Version"] = Codec("VersionCodec"),
        ["System.Uri"] = Codec("UriCodec"),
        ["System.TimeZoneInfo"] = Codec("TimeZoneInfoCodec"),
        ["System.Drawing.Color"] = Codec("ColorCodec"),
        ["System.Globalization.CultureInfo"] = Codec("CultureInfoCodec"),
        ["System.Net.IPAddress"] = Codec("IPAddressCodec"),
        ["System.Net.IPEndPoint"] = Codec("IPEndPointCodec"),
        ["System.Net.DnsEndPoint"] = Codec("DnsEndPointCodec"),
        ["System.Net.IPNetwork"] = Codec("IPNetworkCodec"),
        ["System.Net.Mail.MailAddress"] = Codec("MailAddressCodec"),
        ["System.Numerics.BigInteger"] = Codec("BigIntegerCodec"),
    };

    private static readonly FrameworkCodec s_array = Codec("ArrayCodec");
    private static readonly FrameworkCodec s_multidimensionalArray = new(Namespace + "MultidimensionalArrayCodec", TakesType: true);

    /// <summary>All types and their codecs.</summary>
    public static IEnumerable<KeyValuePair<string, FrameworkCodec>> All => s_codecs;

    /// <summary>The codec of a type of the framework, by the type's full name in metadata.</summary>
    public static bool TryGet(string metadataName, out FrameworkCodec codec) => s_codecs.TryGetValue(metadataName, out codec);

    /// <summary>The codec of an array of a rank.</summary>
    public static FrameworkCodec ForArray(int rank) => rank == 1 ? s_array : s_multidimensionalArray;

    private static FrameworkCodec Codec(string name) => new(Namespace + name);

    private static FrameworkCodec Sequence(string shape) => new(Namespace + "SequenceCodec", TakesType: true, Namespace + shape);

    private static FrameworkCodec Set(string shape) => new(Namespace + "SetCodec", TakesType: true, Namespace + shape);

    private static FrameworkCodec Dictionary(string shape) => new(Namespace + "DictionaryCodec", TakesType: true, Namespace + shape);

    private static FrameworkCodec Interface(string name) => new(Namespace + name, TakesType: true);
}
