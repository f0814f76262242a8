namespace Engine;

/// <summary>Takes apart the dictionary literal of an NPY header: quoted keys, and values kept as they are written.</summary>
internal static class PythonDictionary
{
    /// <exception cref="InputException">The text is not one dictionary, or it names a key twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string path, string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.Length < 2 || rest[0] != '{' || rest[^1] != '}') throw Malformed(path, text);
        rest = rest[1..^1].Trim();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            int colon = rest.IndexOf(':');
            if (colon < 0) throw Malformed(path, text);
            ReadOnlySpan<char> key = rest[..colon].Trim();
            if (key.Length < 2 || key[0] is not ('\'' or '"') || key[^1] != key[0]) throw Malformed(path, text);
            rest = rest[(colon + 1)..].TrimStart();
            int end = ValueEnd(rest);
            if (!fields.TryAdd(key[1..^1].ToString(), rest[..end].Trim().ToString())) throw Malformed(path, text);
            rest = end < rest.Length ? rest[(end + 1)..].TrimStart() : [];
        }

        return fields;
    }

    // A comma inside a tuple or a list does not end the value.
    private static int ValueEnd(ReadOnlySpan<char> rest)
    {
        int depth = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] is '(' or '[') depth++;
            else if (rest[i] is ')' or ']') depth--;
            else if (rest[i] == ',' && depth <= 0) return i;
        }

        return rest.Length;
    }

    private static InputException Malformed(string path, string text) =>
        new(path, 0, "header", "the header must be a Python dictionary with distinct keys", text);
}
